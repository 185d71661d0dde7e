#include "message.h"

#include <algorithm>

#include "chainlint/rules/evaluate.h"

namespace chainlint::rules {
namespace {

constexpr std::size_t kShownValueBytes = 500;
constexpr std::size_t kShortValueBytes = 64;  // in a message, beside other values

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

std::string cut(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
  return text.substr(0, end) + "...";
}

std::string shown(const facts::FactValue& value) { return cut(printable(facts::to_string(value)), kShownValueBytes); }

// In a message, a time is its day: the details and the fix contain the second.
std::string shown_in_message(const facts::FactValue& value) {
  const auto* time = std::get_if<Instant>(&value);
  return time == nullptr ? shown(value) : time->date();
}

// "a.example.com, b.example.com and 7 more", in about `most` bytes.
std::string shown_in_short(const facts::FactValue& value, std::size_t most) {
  if (std::holds_alternative<Instant>(value)) return shown_in_message(value);
  const auto* list = std::get_if<std::vector<std::string>>(&value);
  if (list == nullptr || list->empty()) return cut(printable(facts::to_string(value)), most);
  std::string text = cut(printable(list->front()), most);
  for (std::size_t i = 1; i < list->size(); ++i) {
    const std::string item = printable((*list)[i]);
    if (text.size() + item.size() > most) return text + " and " + std::to_string(list->size() - i) + " more";
    text += ", " + item;
  }
  return text;
}

std::string with_capital(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

bool is_missing(const facts::FactValue& value) {
  const auto* list = std::get_if<std::vector<std::string>>(&value);
  return std::holds_alternative<facts::Absent>(value) || std::holds_alternative<facts::Unavailable>(value) ||
         (list != nullptr && list->empty());
}

// The value of a piece that is no text.
const facts::FactValue* value_of(const Message::Piece& piece, const Rule& rule, FactValues& facts) {
  if (piece.kind == Message::Piece::Kind::fact) return &facts.value(piece.fact);
  const std::map<std::string, Parameter>& parameters = rule.logic->parameters;
  const auto found = parameters.find(piece.text);
  return found == parameters.end() ? nullptr : &facts.value(found->second);
}

template <class Show>
std::string filled(const Message& message, const Rule& rule, FactValues& facts, Show show) {
  std::string result;
  for (const Message::Piece& piece : message.pieces) {
    if (piece.kind == Message::Piece::Kind::text) {
      result += piece.text;
    } else if (const facts::FactValue* value = value_of(piece, rule, facts)) {
      result += show(*value);
    }
  }
  return result;
}

}  // namespace

std::string describe(const Template& text) {
  if (text.compiled == nullptr) return text.text;
  std::string result;
  for (const Message::Piece& piece : text.compiled->pieces) {
    std::string words(piece.kind == Message::Piece::Kind::fact ? piece.fact.definition->name : piece.text);
    if (piece.kind != Message::Piece::Kind::text) {
      std::replace_if(
          words.begin(), words.end(), [](char c) { return c == '.' || c == '_'; }, ' ');
      words = "<" + words + ">";
    }
    result += words;
  }
  return result;
}

std::string describe(const Steps& steps) {
  std::string result;
  for (const Template& step : steps) result += (result.empty() ? "" : " ") + describe(step);
  return result;
}

Message read_message(std::string_view text, yaml::Position position, RuleScope& scope) {
  return MessageReader(text, position, scope).read();
}

std::string render(const Message& message, const Rule& rule, FactValues& facts) { return filled(message, rule, facts, shown); }

std::string render_short(const Message& message, const Rule& rule, FactValues& facts) {
  std::string text = filled(message, rule, facts, shown_in_message);
  if (text.size() <= kMessageBytes) return text;
  constexpr std::size_t kForCount = 20;  // " and 12 more", "..."
  std::size_t literal = 0, values = 0;
  for (const Message::Piece& piece : message.pieces) {
    if (piece.kind == Message::Piece::Kind::text) literal += piece.text.size();
    if (piece.kind != Message::Piece::Kind::text) ++values;
  }
  const bool alone = values == 1 && literal + kForCount + kShortValueBytes < kMessageBytes;
  const std::size_t most = alone ? kMessageBytes - literal - kForCount : kShortValueBytes;
  text = filled(message, rule, facts, [&](const facts::FactValue& value) { return shown_in_short(value, most); });
  return cut(std::move(text), kMessageBytes - 3);
}

std::optional<std::string> render_if_known(const Message& message, const Rule& rule, FactValues& facts) {
  for (const Message::Piece& piece : message.pieces) {
    const facts::FactValue* value = piece.kind == Message::Piece::Kind::text ? nullptr : value_of(piece, rule, facts);
    if (value != nullptr && is_missing(*value)) return std::nullopt;
  }
  return render(message, rule, facts);
}

std::vector<std::string> render_steps(const Message& step, const Rule& rule, FactValues& facts) {
  const Message::Piece* first = step.pieces.empty() ? nullptr : &step.pieces.front();
  const facts::FactValue* value = first == nullptr || first->kind == Message::Piece::Kind::text ? nullptr : value_of(*first, rule, facts);
  if (value == nullptr) return {render(step, rule, facts)};
  const auto* list = step.pieces.size() == 1 ? std::get_if<std::vector<std::string>>(value) : nullptr;
  if (list == nullptr) return {with_capital(render(step, rule, facts))};
  std::vector<std::string> steps;
  for (const std::string& item : *list) steps.push_back(cut(printable(item), kShownValueBytes));
  return steps;
}

}  // namespace chainlint::rules
