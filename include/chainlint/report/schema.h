// JSON Schemas of the files that users write, for editors, and of the outputs json and jsonl, for programs that read them. Draft-07: the
// newest that the YAML language server of editors reads in all of its versions. Made from the registry of facts, the table of operators,
// the rules and the keys of profiles, so that they match the readers. Those of the outputs allow no other members and are of one version of
// the program: members are added, so a program that reads the outputs of later versions ignores members that it does not know.
//
// A schema is weaker than the reader where JSON Schema cannot express a condition: that a parameter is declared, that units agree, that a
// fact behind `fact:` belongs to the subject, what is between braces in a message. Everything that a schema refuses is also refused by the
// reader.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "chainlint/base/enum_names.h"
#include "chainlint/rules/library.h"

namespace chainlint::report {

enum class SchemaKind { rule, set, test, policy, target, client, json, jsonl };
inline constexpr EnumNames<SchemaKind::jsonl> kSchemaKindNames{"rule", "set", "test", "policy", "target", "client", "json", "jsonl"};
constexpr std::string_view to_string(SchemaKind kind) { return kSchemaKindNames[kind]; }

// The schema as text. `library` gives the ids of rules and sets that editors offer; others are allowed.
std::string write_schema(SchemaKind kind, const rules::RuleLibrary& library);

}  // namespace chainlint::report
