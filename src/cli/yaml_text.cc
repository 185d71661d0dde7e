#include "yaml_text.h"

#include "chainlint/base/text.h"

namespace chainlint::cli {

std::string flow_text(const yaml::Node& node) {
  std::string text;
  switch (node.kind) {
    case yaml::Kind::null:
      return "null";
    case yaml::Kind::scalar:
      return printable(node.scalar);
    case yaml::Kind::sequence:
      for (const yaml::Node& item : node.items) text += (text.empty() ? "" : ", ") + flow_text(item);
      return "[" + text + "]";
    case yaml::Kind::mapping:
      for (const yaml::Node::Member& member : node.members) {
        text += (text.empty() ? "" : ", ") + printable(member.key) + ": " + flow_text(member.value);
      }
      break;
  }
  return text.empty() ? "{}" : "{ " + text + " }";
}

}  // namespace chainlint::cli
