// Names from files as words of commands that people will paste. Text that a shell would interpret is left out.
#pragma once

#include <string>
#include <string_view>

namespace chainlint {

// `text` as one word of a POSIX shell, quoted where it must be; `instead` where it is empty, has control characters or begins with '-' like
// an option.
std::string shell_word(std::string_view text, std::string_view instead);

// The same for cmd.exe and PowerShell alike: between double quotes where it has blanks; `instead` where it has a character that one of
// them would expand.
std::string windows_word(std::string_view text, std::string_view instead);

// The endpoint of a binding, "0.0.0.0:443", "[::]:443", "www.example.com:443"; empty where it has any other character.
std::string endpoint_word(std::string_view text);

// A name for a file: letters, digits, '.', '_' and '-', all else a '-'; "certificate" where nothing is left.
std::string file_name_of(std::string_view display);

}  // namespace chainlint
