// Reads the configuration of a server with the files that it includes. Nothing is executed, and no variable of the environment is expanded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/config/endpoint.h"
#include "chainlint/config/server_files.h"

namespace chainlint::config {

// Whether the name of a file allows that it configures a server: what is looked at in a walked folder.
bool may_be_configuration(std::string_view path);

// The server whose configuration the text is; nothing where it is none, or contains PEM and is read as certificates.
std::optional<Server> recognize(std::string_view text);

// Whether the server starts with this file; others are included by one.
bool is_main_file(Server server, std::string_view path, std::string_view text);

// Reads the file at `path`. `main`: as is_main_file() says; a part is read as if a main file included it. Bounds: ConfigLimits; what is
// over one is a diagnostic of error severity ("config-limit").
Configuration read_configuration(Server server, const std::string& path, bool main, const ServerFiles& files);

}  // namespace chainlint::config
