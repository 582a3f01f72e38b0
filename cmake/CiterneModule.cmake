# citerne_module(<name> [SOURCES ...] [USES <floors below>] [LINKS <packages>])
#   One floor of the house: library citerne::<name> from sim/<name>/, public headers in
#   include/citerne/<name>/. With the tests, every public header is also compiled alone.
#   The presets compile several files of a module as one (CMAKE_UNITY_BUILD; dev does not). So what stands in
#   anonymous namespaces of a module, or of the tests of one, has names of its own: twins meet there and tell.
# citerne_test(<name> SOURCES ... [LINKS ...] [LABEL <label>])
#   One GoogleTest program tests/<name>/, each test its own CTest entry. Its label says when it runs:
#     unit       (unless told otherwise) and
#     property   in every tools/check, with the sanitizers too: target citerne_module_tests builds just these
#     golden     in every tools/check: whole scenarios against kept digests
#     cli        in every tools/check: the program as people call it
#     fuzz       in every tools/check, built by clang (tests/fuzz)
#     night      in tools/check --night alone

add_library(citerne_flags INTERFACE)
target_compile_features(citerne_flags INTERFACE cxx_std_20)
# Contraction off: a fused multiply-add would give other bits on other processors.
target_compile_options(citerne_flags INTERFACE
  -ffp-contract=off -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
  # Place{.id = "kati"} leaves the rest at its defaults, and means it.
  -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  # g++ keeps this one out of -Wconversion; both compilers ask for the same.
  target_compile_options(citerne_flags INTERFACE -Wno-sign-conversion)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 sees overlaps in std::string's operator+ that are not there (GCC bug 105651).
  target_compile_options(citerne_flags INTERFACE -Wno-restrict)
endif()
if(CITERNE_SANITIZE)
  target_compile_options(citerne_flags INTERFACE
    -fsanitize=${CITERNE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(citerne_flags INTERFACE -fsanitize=${CITERNE_SANITIZE})
  # An index out of a vector's range is a fault even where the memory behind it is ours.
  target_compile_definitions(citerne_flags INTERFACE _GLIBCXX_ASSERTIONS)
endif()

function(citerne_module name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;USES;LINKS")
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "citerne_module(${name}): what is ${ARG_UNPARSED_ARGUMENTS}?")
  endif()
  set(target citerne_${name})
  set(include ${PROJECT_SOURCE_DIR}/include)

  if(ARG_SOURCES)
    set(visibility PUBLIC)
    add_library(${target} STATIC ${ARG_SOURCES})
    target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  else()  # headers only
    set(visibility INTERFACE)
    add_library(${target} INTERFACE)
  endif()
  add_library(citerne::${name} ALIAS ${target})
  target_include_directories(${target} ${visibility} ${include})
  list(TRANSFORM ARG_USES PREPEND citerne::)
  target_link_libraries(${target} ${visibility} citerne_flags ${ARG_USES} ${ARG_LINKS})

  # Each public header must stand on its own: compile one file that includes just it. Once is
  # enough: not where only the program is wanted, nor again with each sanitizer.
  if(CITERNE_TESTS AND NOT CITERNE_SANITIZE)
    file(GLOB headers CONFIGURE_DEPENDS ${include}/citerne/${name}/*.hpp)
    set(alone)
    foreach(header ${headers})
      get_filename_component(stem ${header} NAME_WE)
      set(probe ${CMAKE_CURRENT_BINARY_DIR}/alone/${stem}.cpp)
      file(CONFIGURE OUTPUT ${probe} CONTENT "#include \"citerne/${name}/${stem}.hpp\"\n" @ONLY)
      list(APPEND alone ${probe})
    endforeach()
    if(alone)
      add_library(${target}_headers OBJECT ${alone})
      target_link_libraries(${target}_headers PRIVATE ${target})
    endif()
  endif()
  set_property(GLOBAL APPEND PROPERTY CITERNE_MODULES ${name})
endfunction()

function(citerne_test name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "LABEL" "SOURCES;LINKS")
  if(ARG_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "citerne_test(${name}): what is ${ARG_UNPARSED_ARGUMENTS}?")
  endif()
  if(NOT DEFINED ARG_LABEL)
    set(ARG_LABEL unit)
  endif()
  # A label with a slip in it would take the tests out of every selection without a word.
  if(NOT ARG_LABEL MATCHES "^(unit|property|golden|cli|night)$")
    message(FATAL_ERROR "citerne_test(${name}): there is no label '${ARG_LABEL}'")
  endif()
  set(target citerne_${name}_test)
  add_executable(${target} ${ARG_SOURCES})
  target_link_libraries(${target} PRIVATE ${ARG_LINKS} GTest::gmock GTest::gtest_main)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${target} PRIVATE CITERNE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  # A test's own lines run a few times: optimising them would take longer than they do.
  target_compile_options(${target} PRIVATE -O0)
  if(ARG_LABEL MATCHES "^(unit|property)$")
    add_dependencies(citerne_module_tests ${target})
  endif()
  include(GoogleTest)
  gtest_discover_tests(${target}
    TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60 PROPERTIES LABELS ${ARG_LABEL})
endfunction()
