#include "chainlint/yaml/packed.h"

#include <algorithm>
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
    std::string packed;
    put_text(packed, member.key);
    put_position(packed, member.key_position);
    put(packed, member.value);
    put_text(out, packed);
  }
}

// Takes what is at the front; once something is not there, nothing more is.
class Unpacker {
 public:
  explicit Unpacker(std::string_view octets) : rest_(octets) {}

  bool done() const { return ok_ && rest_.empty(); }

  // Of a mapping, the members with these `keys`; all where there are none.
  Node node(int depth, std::span<const std::string_view> keys = {}) {
    Node node;
    const std::uint64_t head = number();
    if (depth > YamlLimits::kPackedDepth || head > static_cast<std::uint64_t>(Kind::mapping) * 2 + 1) ok_ = false;
    if (!ok_) return node;
    node.kind = static_cast<Kind>(head / 2);
    node.quoted = head % 2 == 1;
    node.position = position();
    node.scalar = view();
    node.items.resize(count());
    for (Node& item : node.items) item = this->node(depth + 1);
    const std::size_t members = count();
    node.members.reserve(std::min(members, keys.empty() ? members : keys.size()));
    for (std::size_t i = 0; i < members && ok_; ++i) {
      Unpacker member(view());
      const std::string_view key = member.view();
      if (!keys.empty() && std::find(keys.begin(), keys.end(), key) == keys.end()) continue;
      node.members.push_back({std::string(key), member.position(), member.node(depth + 1)});
      if (!member.done()) ok_ = false;
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

  std::string_view view() {
    const std::size_t size = count();
    const std::string_view view = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return view;
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

std::optional<Node> unpack(std::string_view octets, std::span<const std::string_view> keys) {
  Unpacker unpacker(octets);
  Node root = unpacker.node(0, keys);
  if (!unpacker.done()) return std::nullopt;
  return root;
}

}  // namespace chainlint::yaml
