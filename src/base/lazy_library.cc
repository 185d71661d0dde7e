#include "chainlint/base/lazy_library.h"

#include <dlfcn.h>

#include <stdexcept>
#include <string>

namespace chainlint {

void* LazyLibrary::find(const char* function) const {
  void* handle = handle_.load(std::memory_order_acquire);
  if (handle == nullptr) {
    handle = ::dlopen(file_, RTLD_LAZY | RTLD_LOCAL);
    if (handle == nullptr) throw std::runtime_error(std::string("a system library cannot be loaded: ") + ::dlerror());
    handle_.store(handle, std::memory_order_release);
  }
  void* address = ::dlsym(handle, function);
  if (address == nullptr) throw std::runtime_error(std::string("a system library has the wrong version: ") + ::dlerror());
  return address;
}

}  // namespace chainlint
