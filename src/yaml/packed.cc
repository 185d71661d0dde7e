#include "chainlint/yaml/packed.h"

#include <cstdint>
#include <utility>

#include "chainlint/base/limits.h"

namespace chainlint::yaml {
namespace {

// Seven bits a byte, the lowest first; the high bit says that more follow.
void put_number(std::string& out, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) out += static_cast<char>(0x80 | (number & 0x7F));
  out += static_cast<char>(number);
}

void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}

void put_position(std::string& out, Position position) {
  put_number(out, position.line);
  put_number(out, position.column);
}

void put(std::string& out, const Node& node) {
  out += static_cast<char>(static_cast<int>(node.kind) * 2 + (node.quoted ? 1 : 0));
  put_position(out, node.position);
  put_text(out, node.scalar);
  put_number(out, node.items.size());
  for (const Node& item : node.items) put(out, item);
  put_number(out, node.members.size());
  for (const Node::Member& member : node.members) {
    put_text(out, member.key);
    put_position(out, member.key_position);
    put(out, member.value);
  }
}

// Takes what is at the front; once something is not there, nothing more is.
class Unpacker {
 public:
  explicit Unpacker(std::string_view octets) : rest_(octets) {}

  bool done() const { return ok_ && rest_.empty(); }

  Node node(int depth) {
    Node node;
    const std::uint64_t head = number();
    if (depth > YamlLimits::kPackedDepth || head > static_cast<std::uint64_t>(Kind::mapping) * 2 + 1) ok_ = false;
    if (!ok_) return node;
    node.kind = static_cast<Kind>(head / 2);
    node.quoted = head % 2 == 1;
    node.position = position();
    node.scalar = text();
    node.items.resize(count());
    for (Node& item : node.items) item = this->node(depth + 1);
    node.members.resize(count());
    for (Node::Member& member : node.members) {
      member.key = text();
      member.key_position = position();
      member.value = this->node(depth + 1);
    }
    return node;
  }

 private:
  std::uint64_t number() {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
      if (rest_.empty()) break;
      const auto octet = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      number |= std::uint64_t{octet & 0x7Fu} << shift;
      if (octet < 0x80) return number;
    }
    ok_ = false;
    return 0;
  }

  // Of things that are a byte long at least.
  std::size_t count() {
    const std::uint64_t count = number();
    if (count > rest_.size()) ok_ = false;
    return ok_ ? static_cast<std::size_t>(count) : 0;
  }

  std::string text() {
    const std::size_t size = count();
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return text;
  }

  Position position() {
    Position position;
    position.line = static_cast<std::uint32_t>(number());
    position.column = static_cast<std::uint32_t>(number());
    return position;
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

std::string pack(const Node& root) {
  std::string out;
  put(out, root);
  return out;
}

std::optional<Node> unpack(std::string_view octets) {
  Unpacker unpacker(octets);
  Node root = unpacker.node(0);
  if (!unpacker.done()) return std::nullopt;
  return root;
}

}  // namespace chainlint::yaml
