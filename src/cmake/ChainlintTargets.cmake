# The targets of this project: one library a layer, one test program a layer, and the flags that all of them share.

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)

pkg_check_modules(BOTAN IMPORTED_TARGET GLOBAL botan-3)
if(NOT BOTAN_FOUND)
  pkg_check_modules(BOTAN REQUIRED IMPORTED_TARGET GLOBAL botan-2)
  # Nettle's part for public keys. Botan 3 is faster.
  pkg_check_modules(HOGWEED REQUIRED IMPORTED_TARGET GLOBAL hogweed)
endif()
pkg_check_modules(NETTLE REQUIRED IMPORTED_TARGET GLOBAL nettle)
pkg_check_modules(GMP REQUIRED IMPORTED_TARGET GLOBAL gmp)
pkg_check_modules(ARCHIVE REQUIRED IMPORTED_TARGET GLOBAL libarchive)
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET GLOBAL expat)
# Takes the place of malloc in the released program: the one of glibc took a quarter of a run of 10,000 bundles. It touches 4 MB when it
# starts, which is a quarter of a run of one bundle, so the tests, which are thousands of such runs, go without it.
pkg_check_modules(TCMALLOC REQUIRED IMPORTED_TARGET GLOBAL libtcmalloc_minimal)
find_package(yaml-cpp REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
pkg_check_modules(IDN2 REQUIRED IMPORTED_TARGET GLOBAL libidn2)
pkg_check_modules(PSL REQUIRED IMPORTED_TARGET GLOBAL libpsl)
pkg_check_modules(GIT2 REQUIRED IMPORTED_TARGET GLOBAL libgit2)

# Binding Botan alone took the dynamic linker a third of the time of a short run.
set(CHAINLINT_YAML_CPP yaml-cpp)
# Replaces the shared libraries of a module by their archives, where all of them are installed. GMP and Expat stay shared: Debian's lintian
# refuses a package with a copy of them.
function(chainlint_use_archives module)
  get_target_property(shared PkgConfig::${module} INTERFACE_LINK_LIBRARIES)
  foreach(file IN LISTS shared)
    string(REGEX REPLACE "[.]so$" ".a" archive ${file})
    if(NOT EXISTS ${archive})
      return()
    endif()
    list(APPEND archives ${archive})
  endforeach()
  set_property(TARGET PkgConfig::${module} PROPERTY INTERFACE_LINK_LIBRARIES ${archives})
endfunction()
if(CHAINLINT_STATIC)
  foreach(module NETTLE HOGWEED TCMALLOC)
    if(TARGET PkgConfig::${module})
      chainlint_use_archives(${module})
    endif()
  endforeach()
  find_library(YAML_CPP_ARCHIVE libyaml-cpp.a)
  if(YAML_CPP_ARCHIVE)
    set(CHAINLINT_YAML_CPP ${YAML_CPP_ARCHIVE})
  endif()
  # Botan can be built with parts that need libraries which its package does not install. Its factories need all of the parts that are used.
  get_target_property(shared PkgConfig::BOTAN INTERFACE_LINK_LIBRARIES)
  chainlint_use_archives(BOTAN)
  file(WRITE ${CMAKE_BINARY_DIR}/botan_archive.cc [[
#include <botan/auto_rng.h>
#include <botan/cipher_mode.h>
#include <botan/ec_group.h>
#include <botan/hash.h>
#include <botan/pubkey.h>
#include <botan/pwdhash.h>
#include <botan/rsa.h>
int main() {
  Botan::AutoSeeded_RNG rng;
  Botan::RSA_PublicKey key(Botan::BigInt(15), Botan::BigInt(3));
  Botan::PK_Verifier verifier(key, "EMSA4(SHA-256)");
  Botan::Cipher_Mode::create("AES-256/CBC", Botan::Cipher_Dir(0));
  Botan::EC_Group group("secp256r1");
  return Botan::HashFunction::create("SHA-256") && Botan::PasswordHashFamily::create("Scrypt");
}
]])
  try_compile(BOTAN_ARCHIVE_LINKS ${CMAKE_BINARY_DIR}/botan_archive ${CMAKE_BINARY_DIR}/botan_archive.cc
    LINK_LIBRARIES PkgConfig::BOTAN Threads::Threads CXX_STANDARD 20)
  if(NOT BOTAN_ARCHIVE_LINKS)
    set_property(TARGET PkgConfig::BOTAN PROPERTY INTERFACE_LINK_LIBRARIES ${shared})
  endif()
  add_link_options(-Wl,--gc-sections -Wl,--as-needed)
endif()

# What the linker would write into the program for a library that it links.
foreach(library ARCHIVE IDN2 PSL GIT2)
  list(GET ${library}_LINK_LIBRARIES 0 file)
  execute_process(COMMAND ${CMAKE_OBJDUMP} -p ${file} OUTPUT_VARIABLE headers COMMAND_ERROR_IS_FATAL ANY)
  if(NOT headers MATCHES "SONAME +([^ \n]+)")
    message(FATAL_ERROR "${file} is not a shared library")
  endif()
  set(${library}_SONAME ${CMAKE_MATCH_1})
  file(REAL_PATH ${file} ${library}_FILE)
endforeach()

# Botan 3 needs C++20; so does the project.
add_library(chainlint_flags INTERFACE)
target_compile_features(chainlint_flags INTERFACE cxx_std_20)
target_include_directories(chainlint_flags INTERFACE ${CMAKE_SOURCE_DIR}/include)
target_compile_options(chainlint_flags INTERFACE
  -Wall -Wextra -Wno-missing-field-initializers -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Wimplicit-fallthrough
  # g++ takes a source that a unit includes for a header, whose types must not have members of an anonymous namespace.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>
  # g++ 12 sees copies out of bounds and overlapping ones in string concatenation where there are none (GCC bug 105329).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overread>
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>  # so that ccache sees the precompiled headers
  $<$<BOOL:${CHAINLINT_WERROR}>:-Werror>
  # An update of a library may deprecate what its older versions need: Expat 2.9 does.
  -Wno-error=deprecated-declarations)
target_link_libraries(chainlint_flags INTERFACE fmt::fmt Threads::Threads)
if(CHAINLINT_ASAN OR CHAINLINT_FUZZ)
  target_compile_options(chainlint_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
    -D_GLIBCXX_ASSERTIONS)
  target_link_options(chainlint_flags INTERFACE -fsanitize=address,undefined)
endif()
if(CHAINLINT_FUZZ)
  target_compile_options(chainlint_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(CHAINLINT_TSAN)
  target_compile_options(chainlint_flags INTERFACE -fsanitize=thread)
  target_link_options(chainlint_flags INTERFACE -fsanitize=thread)
endif()
if(CHAINLINT_COVERAGE)
  target_compile_options(chainlint_flags INTERFACE --coverage)
  target_link_options(chainlint_flags INTERFACE --coverage)
endif()

# The headers of others that most sources include, parsed once: more than half of a build was reading them again. Each source still names
# what it uses. Tests have googletest besides.
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled.cc CONTENT "// Carries the precompiled headers; nothing else.\n")
function(chainlint_precompiled name)
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/precompiled.cc)
  target_link_libraries(${name} PRIVATE chainlint_flags)
  target_precompile_headers(${name} PRIVATE
    <algorithm> <array> <cstdint> <filesystem> <functional> <map> <memory> <optional> <set> <span> <string> <string_view> <tuple>
    <unordered_map> <utility> <variant> <vector> <fmt/format.h> ${ARGN})
endfunction()
chainlint_precompiled(chainlint_precompiled)

# Compiles the sources of each folder of a target as one unit: most of a build was reading the same headers again. Within one folder of sources,
# names in anonymous namespaces are therefore unique. The preset `tidy` compiles every source alone.
function(chainlint_units target)
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    if(NOT IS_ABSOLUTE ${source})
      cmake_path(GET source PARENT_PATH folder)
      set_source_files_properties(${source} PROPERTIES UNITY_GROUP "${folder}_unit")
    endif()
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${CHAINLINT_UNITS} UNITY_BUILD_MODE GROUP)
endfunction()

# chainlint_layer(x509 SOURCES a.cc b.cc LINK asn1 [LIBRARIES PkgConfig::BOTAN])
# LINK names the layers that this one sees; LIBRARIES are third-party and stay private to it. So are those of LAZY, which
# chainlint/base/lazy_library.h loads: CHAINLINT_GIT2 is the file name of PkgConfig::GIT2 for the dynamic linker.
function(chainlint_layer name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;LIBRARIES;LAZY" ${ARGN})
  add_library(chainlint_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(chainlint_${name} PUBLIC chainlint_flags)
  target_precompile_headers(chainlint_${name} REUSE_FROM chainlint_precompiled)
  foreach(layer IN LISTS ARG_LINK)
    target_link_libraries(chainlint_${name} PUBLIC chainlint_${layer})
  endforeach()
  if(ARG_LIBRARIES)
    target_link_libraries(chainlint_${name} PRIVATE ${ARG_LIBRARIES})
  endif()
  foreach(library IN LISTS ARG_LAZY)
    target_include_directories(chainlint_${name} SYSTEM PRIVATE ${${library}_INCLUDE_DIRS})
    target_compile_options(chainlint_${name} PRIVATE ${${library}_CFLAGS_OTHER})
    target_compile_definitions(chainlint_${name} PRIVATE CHAINLINT_${library}="${${library}_SONAME}")
  endforeach()
  # A layer's own headers are found beside its sources and by nobody else.
  target_include_directories(chainlint_${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
  chainlint_units(chainlint_${name})
endfunction()

# Java's tools end sooner without its second compiler. The options are on the command line, since Java prints those of the environment.
find_program(KEYTOOL keytool)
if(KEYTOOL)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/test_tools/keytool @ONLY
    CONTENT "#!/bin/sh\nexec @KEYTOOL@ -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC \"$@\"\n")
  file(CHMOD ${CMAKE_BINARY_DIR}/test_tools/keytool FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
endif()

# chainlint_tests(x509 SOURCES a_test.cc [LINK mint] [LIBRARIES ...] [SHARDS 4]) makes the program chainlint_x509_tests and gives its tests
# to CTest: as one test, or as so many that can run at the same time.
function(chainlint_tests name)
  cmake_parse_arguments(ARG "" "SHARDS" "SOURCES;LINK;LIBRARIES" ${ARGN})
  add_executable(chainlint_${name}_tests ${ARG_SOURCES})
  target_link_libraries(chainlint_${name}_tests PRIVATE chainlint_flags GTest::gtest GTest::gtest_main ${ARG_LIBRARIES})
  target_precompile_headers(chainlint_${name}_tests REUSE_FROM chainlint_precompiled_tests)
  foreach(layer IN LISTS ARG_LINK)
    target_link_libraries(chainlint_${name}_tests PRIVATE chainlint_${layer})
  endforeach()
  # Tests may look at the private headers of the layer that they are about.
  if(EXISTS ${CMAKE_SOURCE_DIR}/src/${name})
    target_include_directories(chainlint_${name}_tests PRIVATE ${CMAKE_SOURCE_DIR}/src/${name})
  endif()
  target_include_directories(chainlint_${name}_tests PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(chainlint_${name}_tests PRIVATE CHAINLINT_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  chainlint_units(chainlint_${name}_tests)
  set(tests ${name})
  if(ARG_SHARDS)
    set(tests)
    foreach(shard RANGE 1 ${ARG_SHARDS})
      list(APPEND tests ${name}_${shard})
    endforeach()
  endif()
  list(LENGTH tests shards)
  set(index 0)
  foreach(test IN LISTS tests)
    add_test(NAME ${test} COMMAND chainlint_${name}_tests)
    set_tests_properties(${test} PROPERTIES ENVIRONMENT "GTEST_TOTAL_SHARDS=${shards};GTEST_SHARD_INDEX=${index}"
      ENVIRONMENT_MODIFICATION PATH=path_list_prepend:${CMAKE_BINARY_DIR}/test_tools)
    math(EXPR index "${index} + 1")
  endforeach()
endfunction()

# chainlint_embed(OUTPUT shipped.cc HEADER chainlint/x/y.h FUNCTION f FILES rules/a.yaml ...) makes a source of the current folder that
# holds files, named from the top of the project: src/embed/main.cc.
function(chainlint_embed)
  cmake_parse_arguments(ARG "" "OUTPUT;HEADER;FUNCTION" "FILES" ${ARGN})
  list(TRANSFORM ARG_FILES PREPEND ${CMAKE_SOURCE_DIR}/ OUTPUT_VARIABLE paths)
  add_custom_command(
    OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/${ARG_OUTPUT}
    COMMAND chainlint_embed ${CMAKE_SOURCE_DIR} ${CMAKE_CURRENT_BINARY_DIR}/${ARG_OUTPUT} ${ARG_HEADER} ${ARG_FUNCTION} ${ARG_FILES}
    DEPENDS chainlint_embed ${paths}
    COMMENT "Embedding ${ARG_FUNCTION}"
    VERBATIM)
endfunction()
