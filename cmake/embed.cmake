# souk_embed(TARGET FILE…): compiles files into TARGET as the web_assets() of server/web_assets.h.
# Paths are relative to the current folder and become addresses:
#   web/index.html → /      web/X → /assets/X      X → /X
# The .cpp is written at build time, by cmake itself, whenever a file changes.

if(CMAKE_SCRIPT_MODE_FILE)
  # cmake -DOUTPUT=… -DROOT=… -DLIST=… -P embed.cmake, where LIST names a file of one path a line.
  set(types html "text/html" css "text/css" js "text/javascript" json "application/json"
            svg "image/svg+xml" txt "text/plain")
  file(STRINGS "${LIST}" files)
  set(rows "")
  foreach(file IN LISTS files)
    if(file STREQUAL "web/index.html")
      set(address "/")
    else()
      string(REGEX REPLACE "^/web/" "/assets/" address "/${file}")
    endif()
    string(REGEX REPLACE ".*\\." "" extension "${file}")
    list(FIND types "${extension}" at)
    if(at EQUAL -1)
      message(FATAL_ERROR "souk_embed: no content type for ${file}")
    endif()
    math(EXPR at "${at} + 1")
    list(GET types ${at} type)

    file(SIZE "${ROOT}/${file}" size)
    file(READ "${ROOT}/${file}" hex HEX)
    # Hexadecimal escapes take any byte; the literal is cut so that no line grows without end.
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${hex}")
    string(REGEX REPLACE "(................................................................................................)" "\\1\"\n     \"" bytes "${bytes}")
    string(APPEND rows "    {\"${address}\", \"${type}; charset=utf-8\",\n     {\"${bytes}\", ${size}}},\n")
  endforeach()
  file(WRITE "${OUTPUT}"
    "// Written by cmake/embed.cmake.\n#include \"server/web_assets.h\"\n\n"
    "namespace souk {\n\nnamespace {\nconstexpr WebAsset kAssets[] = {\n${rows}};\n}  // namespace\n\n"
    "std::span<const WebAsset> web_assets() { return kAssets; }\n\n}  // namespace souk\n")
  return()
endif()

set(SOUK_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")

function(souk_embed target)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/web_assets.cpp")
  set(list "${CMAKE_CURRENT_BINARY_DIR}/web_assets.list")
  list(JOIN ARGN "\n" lines)
  file(CONFIGURE OUTPUT "${list}" CONTENT "${lines}\n" @ONLY)
  list(TRANSFORM ARGN PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/" OUTPUT_VARIABLE sources)
  add_custom_command(
    OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${output}" "-DROOT=${CMAKE_CURRENT_SOURCE_DIR}" "-DLIST=${list}" -P "${SOUK_EMBED_SCRIPT}"
    DEPENDS ${sources} "${list}" "${SOUK_EMBED_SCRIPT}"
    COMMENT "Embedding the storefront"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()
