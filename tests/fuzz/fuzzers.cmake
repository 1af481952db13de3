# One fuzzer per parser: fuzz/NAME_fuzz.cpp, seeded with fuzz/corpus/NAME. In a test run each works
# for a bounded time on a copy of its corpus; what it crashes on is left in the build directory.
set(FBD_FUZZ_SECONDS 15 CACHE STRING "How long each fuzzer runs")
file(GLOB fuzzers CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/*_fuzz.cpp)
foreach(source IN LISTS fuzzers)
  cmake_path(GET source STEM fuzzer)
  string(REGEX REPLACE "_fuzz$" "" parser ${fuzzer})
  add_executable(${fuzzer} ${source})
  target_link_libraries(${fuzzer} PRIVATE fbd_kb fbd_facts fbd_transport fmt::fmt)
  target_link_options(${fuzzer} PRIVATE -fsanitize=fuzzer)
  set(seeds ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/${parser})
  if(NOT EXISTS ${seeds})
    message(FATAL_ERROR "the fuzzer ${fuzzer} has no seeds in ${seeds}")
  endif()
  set(found ${CMAKE_CURRENT_BINARY_DIR}/found-${parser})
  file(MAKE_DIRECTORY ${found})
  add_test(NAME fuzz.${parser}
           COMMAND ${fuzzer} -max_total_time=${FBD_FUZZ_SECONDS} -timeout=10 -rss_limit_mb=1024
                   -print_final_stats=1 -artifact_prefix=crash-${parser}- ${found} ${seeds})
endforeach()
