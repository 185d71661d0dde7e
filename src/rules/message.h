// Text with {fact} and {parameter} in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fact_values.h"
#include "rule_scope.h"

namespace chainlint::rules {

// Compiled: literal text with the facts and parameters between. Immutable.
struct Message {
  struct Piece {
    enum class Kind { text, fact, parameter } kind = Kind::text;
    std::string text;  // as it is, or the name of the parameter
    facts::FactReference fact;
  };
  std::vector<Piece> pieces;
};

// Compiles `text`: `{name}` is a parameter or a fact of the rule's subject, `{$name}` a parameter, `{{` and `}}` are braces. yaml::Problems
// point at `position`.
Message read_message(std::string_view text, yaml::Position position, RuleScope& scope);

// The text for the subject that `facts` is at. Values are printable; a long one is cut and ends in "...".
std::string render(const Message& message, const Rule& rule, FactValues& facts);

// The same in at most kMessageBytes, with days in place of times: long values are cut first, and of a list its end.
std::string render_short(const Message& message, const Rule& rule, FactValues& facts);

// The text with full times; nothing where a fact in it is absent, unavailable or an empty list.
std::optional<std::string> render_if_known(const Message& message, const Rule& rule, FactValues& facts);

// The steps that one step of a fix makes: one per item where it is exactly one list, else one, which begins with a capital letter where
// it begins with a fact.
std::vector<std::string> render_steps(const Message& step, const Rule& rule, FactValues& facts);

}  // namespace chainlint::rules
