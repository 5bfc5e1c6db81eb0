cmake_minimum_required(VERSION 3.25)
# No source file above 500 lines.
# cmake -DROOT=… -P file_sizes.cmake
foreach(folder data analyzers query indexer server tests bench)
  file(GLOB_RECURSE files "${ROOT}/${folder}/*.h" "${ROOT}/${folder}/*.cpp" "${ROOT}/${folder}/*.js"
       "${ROOT}/${folder}/*.mjs" "${ROOT}/${folder}/*.css")
  list(FILTER files EXCLUDE REGEX "/node_modules/")
  foreach(file IN LISTS files)
    file(READ "${file}" text)
    string(REGEX MATCHALL "\n" breaks "${text}")
    list(LENGTH breaks lines)
    if(lines GREATER 500)
      message(SEND_ERROR "${file} has ${lines} lines, more than 500")
    endif()
  endforeach()
endforeach()
