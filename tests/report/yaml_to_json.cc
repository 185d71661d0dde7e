// Prints each YAML file that is named as one line of JSON, with the types that the program's own reader gives: so that a validator in
// another language sees what the program sees. A file that is no YAML of ours becomes null.
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "chainlint/yaml/document.h"

namespace {

using Json = nlohmann::ordered_json;

Json to_json(const chainlint::yaml::Node& node) {
  using chainlint::yaml::Kind;
  Json json;
  if (node.kind == Kind::sequence) {
    json = Json::array();
    for (const auto& item : node.items) json.push_back(to_json(item));
  } else if (node.kind == Kind::mapping) {
    json = Json::object();
    for (const auto& member : node.members) json[member.key] = to_json(member.value);
  } else if (node.kind == Kind::scalar) {
    // What looks like a number and is none that we read: any number will do.
    json = 0.5;
    if (const auto flag = node.as_bool()) json = *flag;
    if (const auto integer = node.as_integer()) json = *integer;
    if (const auto text = node.as_text()) json = *text;
  }
  return json;
}

}  // namespace

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    std::ifstream stream(argv[i], std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    const auto parsed = chainlint::yaml::parse({argv[i], text.str()});
    const bool sound = parsed.root && parsed.problems.empty();
    std::puts((sound ? to_json(*parsed.root) : Json()).dump().c_str());
  }
  return 0;
}
