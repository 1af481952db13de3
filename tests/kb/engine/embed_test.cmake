# cmake -DEMBED=embed.cmake -DDIRECTORY=scratch -P embed_test.cmake
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${DIRECTORY})
file(WRITE ${DIRECTORY}/one/b.md "second; [a] \\n \${x} \"quoted\"\n")
file(WRITE ${DIRECTORY}/one/a.md "ends )md0\" and )md1\" early\r\nlast line")
file(WRITE ${DIRECTORY}/one/README.md "not an article\n")
file(COPY ${DIRECTORY}/one/ DESTINATION ${DIRECTORY}/another/place)

function(embed result directory)
  file(GLOB articles ${directory}/*.md)
  list(REVERSE articles)
  execute_process(COMMAND ${CMAKE_COMMAND} "-DARTICLES=${articles}" -DOUTPUT=${DIRECTORY}/out.cpp
                          -P ${EMBED}
                  RESULT_VARIABLE code ERROR_VARIABLE errors)
  set(${result} ${code} PARENT_SCOPE)
  set(errors "${errors}" PARENT_SCOPE)
endfunction()

function(expect_text text)
  file(READ ${DIRECTORY}/out.cpp code)
  string(FIND "${code}" "${text}" found)
  if(found EQUAL -1)
    message(FATAL_ERROR "this is missing:\n${text}\nin:\n${code}")
  endif()
endfunction()

embed(code ${DIRECTORY}/one)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "${errors}")
endif()
# In order, without README.md, as they are, with a delimiter that does not occur in them.
string(CONCAT expected "std::array<EmbeddedArticle, 2> articles{{\n"
       "    {\"kb/articles/a.md\"sv, R\"md2(ends )md0\" and )md1\" early\nlast line)md2\"sv},\n"
       "    {\"kb/articles/b.md\"sv, R\"md0(second; [a] \\n \${x} \"quoted\"\n)md0\"sv},\n"
       "}};")
expect_text("${expected}")

# Where the files are does not matter.
file(SHA256 ${DIRECTORY}/out.cpp first)
embed(code ${DIRECTORY}/another/place)
file(SHA256 ${DIRECTORY}/out.cpp second)
if(NOT first STREQUAL second)
  message(FATAL_ERROR "the result depends on the directory")
endif()

embed(code ${DIRECTORY}/nothing)
expect_text("std::array<EmbeddedArticle, 0> articles{{\n}};")

string(REPEAT "x" 65537 large)
file(WRITE ${DIRECTORY}/large/a.md "${large}")
embed(code ${DIRECTORY}/large)
if(code EQUAL 0 OR NOT errors MATCHES "65537 bytes")
  message(FATAL_ERROR "an article that is too large was taken: ${code} ${errors}")
endif()
