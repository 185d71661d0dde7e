// Run while the program is built: writes a C++ source that holds shipped YAML files, as text and packed (chainlint/yaml/packed.h).
//
//   chainlint_embed ROOT OUTPUT HEADER FUNCTION FILE...
//
// FILEs are relative to ROOT. FUNCTION of HEADER returns them as yaml::SourceFile. A file that does not parse is held as text
// alone, so that the program itself says what is wrong with it; so are tests of rules, which a run does not need.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "chainlint/yaml/packed.h"

namespace chainlint {
namespace {

// Pieces stay below the length of a string literal that every compiler takes.
constexpr std::size_t kPieceOctets = 16000;

// As a literal of octal escapes, which end after three digits whatever follows.
std::string literal(std::string_view text) {
  std::string out;
  std::size_t in_piece = 0;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (in_piece++ % 100 == 0) out += "\"\n    \"";
    const bool plain = octet >= 0x20 && octet < 0x7F && c != '"' && c != '\\' && c != '?';
    if (plain) {
      out += c;
    } else {
      out +=
          {'\\', static_cast<char>('0' + (octet >> 6)), static_cast<char>('0' + ((octet >> 3) & 7)), static_cast<char>('0' + (octet & 7))};
    }
  }
  return out;
}

std::string expression(std::string_view text) {
  std::string out = "std::string()";
  for (std::size_t at = 0; at < text.size(); at += kPieceOctets) {
    const std::string_view piece = text.substr(at, kPieceOctets);
    out += ".append(\"" + literal(piece) + "\", " + std::to_string(piece.size()) + ")";
  }
  return out;
}

std::string entry(const std::string& path, const std::string& text) {
  std::string packed;
  if (!path.ends_with(".test.yaml")) {
    const yaml::Parsed parsed = yaml::parse({path, text});
    if (parsed.root && parsed.problems.empty()) packed = yaml::pack(*parsed.root);
  }
  return "  files.push_back({\"" + path + "\",\n    " + expression(text) + ",\n    " + expression(packed) + "});\n";
}

int embed(char** arguments, int count) {
  const std::string root = arguments[0], output = arguments[1];
  const std::string header = arguments[2];
  // The layer of chainlint/rules/library.h is chainlint::rules.
  const std::string layer =
      "chainlint::" + header.substr(sizeof("chainlint/") - 1, header.find('/', sizeof("chainlint/")) - sizeof("chainlint/") + 1);
  std::string source = "#include \"" + header + "\"\n\nnamespace " + layer + " {\nnamespace {\n\n";
  source += "std::vector<yaml::SourceFile> make_files() {\n  std::vector<yaml::SourceFile> files;\n";
  for (int i = 4; i < count; ++i) {
    std::ifstream file(root + "/" + arguments[i], std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file) {
      std::fprintf(stderr, "%s/%s cannot be read\n", root.c_str(), arguments[i]);
      return 1;
    }
    source += entry(arguments[i], text);
  }
  source += "  return files;\n}\n\n}  // namespace\n\n";
  source += "const std::vector<yaml::SourceFile>& " + std::string(arguments[3]) + "() {\n";
  source += "  static const std::vector<yaml::SourceFile> files = make_files();\n  return files;\n}\n\n}  // namespace " + layer + "\n";
  std::ofstream(output, std::ios::binary) << source;
  return 0;
}

}  // namespace
}  // namespace chainlint

int main(int argc, char** argv) { return argc < 5 ? 2 : chainlint::embed(argv + 1, argc - 1); }
