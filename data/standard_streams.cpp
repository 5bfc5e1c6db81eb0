#include "data/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

namespace souk {

void hold_standard_streams() {
  // In ascending order: open() gives the lowest number that is free. It stays open.
  for (const auto& [descriptor, flags] :
       {std::pair{STDIN_FILENO, O_RDONLY}, {STDOUT_FILENO, O_RDONLY}, {STDERR_FILENO, O_WRONLY}}) {
    if (::fcntl(descriptor, F_GETFD) < 0) static_cast<void>(::open("/dev/null", flags));
  }
}

}  // namespace souk
