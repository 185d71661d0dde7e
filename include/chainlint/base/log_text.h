// Makes text safe for a terminal and for the log of a CI system, which executes some lines as commands.
//
// GitHub and act execute a line that begins with "::", after blanks, and has another "::"; GitHub and Azure Pipelines what follows "##[" or
// "##vso[" anywhere in a line, TeamCity "##teamcity[". Names and messages from hostile files must not become such a line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chainlint {

// Whether the '#' at `at` is the second of "##[", "##vso[" or the same with another word.
bool begins_command(std::string_view text, std::size_t at);

// Where the "::" is of a line that would be executed; npos otherwise. Looks at `text` up to its first line break.
std::size_t command_of_line(std::string_view text);

// `text` of any number of lines, with what is hidden escaped as printable() does, except for line breaks and, where the text is `colored`,
// the colours of this program. Where `links` is not empty, links of terminals (OSC 8) to addresses that begin with it stay, too: a hostile
// file can make no other. Commands are broken up with the same escape: "\u{3A}:error ::", "#\u{23}[". Everything else is unchanged, and so
// is text that was escaped before. For whole outputs: what is added before or after the text later is not checked.
std::string log_text(std::string_view text, bool colored = false, std::string_view links = {});

}  // namespace chainlint
