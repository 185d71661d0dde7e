// Functions of a shared library that is loaded when the first of them is called. Most runs open neither an archive nor a repository;
// loading libarchive and libgit2 with the libraries that they need took longer than everything else in a short run.
#pragma once

#include <atomic>

namespace chainlint {

// A shared library by the file name that the dynamic linker looks for. Never unloaded. Safe to use from several threads.
class LazyLibrary {
 public:
  constexpr explicit LazyLibrary(const char* file) : file_(file) {}

  // The address of a function. Throws std::runtime_error where the library or the function is missing: the installation is incomplete.
  void* find(const char* function) const;

 private:
  const char* file_;
  mutable std::atomic<void*> handle_ = nullptr;
};

// A function of such a library, which is called like the function itself.
template <class Signature>
class LazyFunction {
 public:
  constexpr LazyFunction(const LazyLibrary& library, const char* name) : library_(library), name_(name) {}

  template <class... Arguments>
  auto operator()(Arguments... arguments) const {
    void* address = address_.load(std::memory_order_acquire);
    if (address == nullptr) {
      address = library_.find(name_);
      address_.store(address, std::memory_order_release);
    }
    return reinterpret_cast<Signature*>(address)(arguments...);
  }

 private:
  const LazyLibrary& library_;
  const char* name_;
  mutable std::atomic<void*> address_ = nullptr;
};

// Defines such a function in a namespace, under its own name, so that code of the namespace calls it like the original.
#define CHAINLINT_LAZY_FUNCTION(library, name) inline constinit const ::chainlint::LazyFunction<decltype(::name)> name(library, #name)

}  // namespace chainlint
