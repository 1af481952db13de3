#include "tests/tests_directory.h"

// Only this file is compiled with the path: all others are the same in every checkout, so that a
// compiler cache serves them all.
std::string fbd::tests_directory() { return FBD_TESTS_DIR; }
