// Bindings of Windows as statements, from XML, JSON and what programs print: `binding` and `sslcert`, then pairs of name and value.
#pragma once

#include <string>
#include <string_view>

#include "syntax/statement.h"

namespace chainlint::config {

// UTF-8 with or without a byte order mark, or UTF-16 with one, as PowerShell writes it. Of
//   applicationHost.config  each `binding`, with the name of its `site`
//   Get-WebBinding          each row of the table, block of the list, or object of the JSON: `binding`
//   netsh                   each block of `netsh http show sslcert`, in any language of Windows: `sslcert` with `endpoint`, `hash`, `store`
Parsed parse_windows_bindings(std::string_view text, const std::string& path);

// The text as UTF-8 without a byte order mark.
std::string without_byte_order_mark(std::string_view text);

}  // namespace chainlint::config
