#include "chainlint/chain/windows_stores.h"

namespace chainlint {

std::string_view to_string(StoreName store) {
  switch (store) {
    case StoreName::my:
      return "My";
    case StoreName::ca:
      return "CA";
    case StoreName::root:
      return "Root";
    case StoreName::disallowed:
      return "Disallowed";
  }
  return "CA";
}

void WindowsStores::add(const Container&, StoreName) {}
void WindowsStores::add(const Container&) {}
WindowsStores after_import(const WindowsStores& before, const Bundle&, PfxImport) { return before; }

}  // namespace chainlint
