#pragma once
// What the crash tests kill: a process that is a store's live writer, with several threads that put
// products and count events, and that tells each acknowledgement on its standard output, one line a
// change: "THREAD NUMBER\n". And the check of what a store holds after a crash.

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "data/result.h"

namespace souk::crash {

inline constexpr unsigned kThreads = 4;

/// Numbers by thread: changes 1 … n of the thread were acknowledged.
using Acknowledged = std::vector<std::uint64_t>;

/// A store with a first generation of a few products, the counted one among them.
Result<void> make_store(const std::filesystem::path& dir);

/// Runs until it is killed, or every thread has made `changes` more than `from`. Returns an exit
/// code. The first change of each thread is sent twice: a client that got no answer tries again.
int run_worker(const std::filesystem::path& dir, const Acknowledged& from, std::uint64_t changes);

/// What is wrong with a store after a crash: it does not open, or lacks what was acknowledged, or
/// has what nobody sent, at most one change a thread beyond the acknowledged. Empty: nothing.
/// Advances `acknowledged` to what is there.
std::string check_store(const std::filesystem::path& dir, Acknowledged& acknowledged);

/// A number of the command line. Exits with 2 where it is none.
std::uint64_t number_of(const char* text);

}  // namespace souk::crash
