#include "message.h"

namespace chainlint::rules {
namespace {

constexpr std::size_t kShownValueBytes = 500;

// Splits the text of a message into its pieces.
class MessageReader {
 public:
  MessageReader(std::string_view text, yaml::Position position, RuleScope& scope) : text_(text), position_(position), scope_(scope) {}

  Message read() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool doubled = at_ + 1 < text_.size() && text_[at_ + 1] == c;
      if ((c == '{' || c == '}') && doubled) {
        literal_ += c;
        at_ += 2;
      } else if (c == '{') {
        read_name();
      } else {
        if (c == '}') {
          scope_.problems().add(position_, "'}' without '{'; write '}}' for a brace");
        }
        literal_ += c;
        ++at_;
      }
    }
    flush();
    return std::move(message_);
  }

 private:
  void flush() {
    if (!literal_.empty()) message_.pieces.push_back({Message::Piece::Kind::text, std::move(literal_), {}});
    literal_.clear();
  }

  void read_name() {
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) {
      scope_.problems().add(position_, "'{' without '}'; write '{{' for a brace");
      at_ = text_.size();
      return;
    }
    flush();
    std::string name(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    const bool dollar = name.starts_with('$');
    if (dollar) name.erase(0, 1);
    if (dollar || scope_.has_parameter(name)) {
      scope_.parameter(name, position_);
      message_.pieces.push_back({Message::Piece::Kind::parameter, std::move(name), {}});
    } else if (const std::optional<facts::FactReference> fact = scope_.fact(name, position_)) {
      message_.pieces.push_back({Message::Piece::Kind::fact, "", *fact});
    }
  }

  std::string_view text_;
  yaml::Position position_;
  RuleScope& scope_;
  Message message_;
  std::string literal_;
  std::size_t at_ = 0;
};

std::string shown(const facts::FactValue& value) {
  std::string text = printable(facts::to_string(value));
  if (text.size() <= kShownValueBytes) return text;
  std::size_t end = kShownValueBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
  return text.substr(0, end) + "...";
}

}  // namespace

Message read_message(std::string_view text, yaml::Position position, RuleScope& scope) {
  return MessageReader(text, position, scope).read();
}

std::string render(const Message& message, const Rule& rule, FactValues& facts) {
  std::string result;
  for (const Message::Piece& piece : message.pieces) {
    switch (piece.kind) {
      case Message::Piece::Kind::text:
        result += piece.text;
        break;
      case Message::Piece::Kind::fact:
        result += shown(facts.value(piece.fact));
        break;
      case Message::Piece::Kind::parameter: {
        const auto found = rule.parameters.find(piece.text);
        if (found != rule.parameters.end()) result += shown(facts.value(found->second));
        break;
      }
    }
  }
  return result;
}

}  // namespace chainlint::rules
