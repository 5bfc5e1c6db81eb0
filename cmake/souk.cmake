# The libraries Souk stands on and the two macros every folder uses.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc i18n)
find_package(fmt REQUIRED)
find_package(xapian REQUIRED)
find_package(prometheus-cpp REQUIRED)
pkg_check_modules(SIMDJSON REQUIRED IMPORTED_TARGET simdjson)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(JEMALLOC REQUIRED IMPORTED_TARGET jemalloc)
pkg_check_modules(TOMLPP REQUIRED IMPORTED_TARGET tomlplusplus)

add_library(souk_options INTERFACE)
target_include_directories(souk_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(souk_options INTERFACE SOUK_VERSION="${PROJECT_VERSION}")
target_compile_options(souk_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wno-missing-field-initializers)
if(SOUK_SANITIZE)
  # The vptr check probes memory through a pipe, so it fails where a test has no descriptor left.
  target_compile_options(souk_options INTERFACE -fsanitize=${SOUK_SANITIZE} -fno-sanitize=vptr
    -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(souk_options INTERFACE -fsanitize=${SOUK_SANITIZE})
  if(SOUK_SANITIZE MATCHES "address")
    # AddressSanitizer sees what these see, but alignment, which the fuzz targets' build checks; they
    # take a fifth of the time to compile.
    target_compile_options(souk_options INTERFACE -fno-sanitize=null,object-size,alignment)
  endif()
endif()

if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Says so of coroutines in a source that is included, though nothing includes it twice.
  target_compile_options(souk_options INTERFACE -Wno-subobject-linkage)
endif()

if(SOUK_SANITIZE STREQUAL "thread")
  # Asio's fences, which ThreadSanitizer does not see: its queues are under mutexes all the same.
  target_compile_options(souk_options INTERFACE -Wno-tsan)
endif()

if(SOUK_FUZZ)
  # clang 14 cannot assemble what the function check puts before coroutines.
  target_compile_options(souk_options INTERFACE -fsanitize=fuzzer-no-link,address,undefined
    -fno-sanitize=vptr,function -fno-sanitize-recover=all -O1 -g1)
  target_link_options(souk_options INTERFACE -fsanitize=address,undefined)
endif()

# souk_library(data SOURCES … LINK …): one static library a folder.
macro(souk_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(souk_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(souk_${name} PUBLIC souk_options ${ARG_LINK})
endmacro()

# souk_executable(souk-indexer SOURCES … LINK …): links jemalloc, except under a
# sanitizer, which brings an allocator of its own.
macro(souk_executable name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
  target_link_libraries(${name} PRIVATE ${ARG_LINK})
  if(NOT SOUK_SANITIZE)
    target_link_libraries(${name} PRIVATE -Wl,--no-as-needed PkgConfig::JEMALLOC -Wl,--as-needed)
  endif()
endmacro()

include(cmake/embed.cmake)
