#pragma once
// The process's standard input, output and error. Called by main, before anything is opened.

namespace souk {

/// Puts /dev/null where the caller closed one: otherwise the first file opened gets its number, and
/// what is said goes into that file. Standard output is put there unwritable, so that results that
/// nobody can get are still an error of the write.
void hold_standard_streams();

}  // namespace souk
