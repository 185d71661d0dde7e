// Run while the program is built: writes a C++ source that contains shipped YAML files as yaml::ShippedFile: text, packed and digest.
//
//   chainlint_embed ROOT OUTPUT HEADER FUNCTION FILE...
//
// FILEs are relative to ROOT. FUNCTION of HEADER returns them as yaml::SourceFile. A file that does not parse is not packed,
// so that the program itself says what is wrong with it; nor are tests of rules, which a run does not need.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "chainlint/crypto/digest.h"
#include "chainlint/yaml/packed.h"

namespace chainlint {
namespace {

// As a view of a literal of octal escapes, which end after three digits whatever follows.
std::string literal(std::string_view text) {
  std::string out = "{\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (i % 100 == 0) out += "\"\n    \"";
    const bool plain = byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\' && byte != '?';
    if (plain) {
      out += text[i];
    } else {
      out += {'\\', static_cast<char>('0' + (byte >> 6)), static_cast<char>('0' + ((byte >> 3) & 7)), static_cast<char>('0' + (byte & 7))};
    }
  }
  return out + "\", " + std::to_string(text.size()) + "}";
}

std::string row(const std::string& path, const std::string& text) {
  std::string packed;
  if (!path.ends_with(".test.yaml")) {
    const yaml::Parsed parsed = yaml::parse({path, text});
    if (parsed.root && parsed.problems.empty()) packed = yaml::pack(*parsed.root);
  }
  return "    {" + literal(path) + ", " + literal(text) + ", " + literal(packed) + ",\n     \"" + to_hex(crypto::sha256(as_bytes(text))) +
         "\"},\n";
}

int embed(char** arguments, int count) {
  const std::string root = arguments[0], output = arguments[1];
  const std::string header = arguments[2];
  // The layer of chainlint/rules/library.h is chainlint::rules.
  const std::string layer =
      "chainlint::" + header.substr(sizeof("chainlint/") - 1, header.find('/', sizeof("chainlint/")) - sizeof("chainlint/") + 1);
  std::string source = "#include <iterator>\n\n#include \"" + header + "\"\n\nnamespace " + layer + " {\nnamespace {\n\n";
  source += "constexpr yaml::ShippedFile kFiles[] = {\n";
  for (int i = 4; i < count; ++i) {
    std::ifstream file(root + "/" + arguments[i], std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!file) {
      std::fprintf(stderr, "%s/%s cannot be read\n", root.c_str(), arguments[i]);
      return 1;
    }
    source += row(arguments[i], text);
  }
  source += "};\n\nstd::vector<yaml::SourceFile> make_files() {\n  std::vector<yaml::SourceFile> files;\n";
  source += "  files.reserve(std::size(kFiles));\n";
  source += "  for (const yaml::ShippedFile& file : kFiles) files.push_back({std::string(file.path), {}, &file});\n";
  source += "  return files;\n}\n\n}  // namespace\n\n";
  source += "const std::vector<yaml::SourceFile>& " + std::string(arguments[3]) + "() {\n";
  source += "  static const std::vector<yaml::SourceFile> files = make_files();\n  return files;\n}\n\n}  // namespace " + layer + "\n";
  std::ofstream(output, std::ios::binary) << source;
  return 0;
}

}  // namespace
}  // namespace chainlint

int main(int argc, char** argv) { return argc < 5 ? 2 : chainlint::embed(argv + 1, argc - 1); }
