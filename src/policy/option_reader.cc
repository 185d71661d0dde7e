#include "option_reader.h"

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/chain/windows_stores.h"
#include "chainlint/policy/options.h"
#include "chainlint/policy/output_format.h"
#include "chainlint/policy/path_pattern.h"
#include "chainlint/x509/host_name.h"

namespace chainlint::policy {
namespace {

// Reads the keys of one file.
class OptionReader {
 public:
  OptionReader(yaml::MappingReader& fields, PolicyScope& scope, std::vector<PolicyOption>& options, NamesToValidate& names)
      : fields_(fields), scope_(scope), problems_(scope.problems()), options_(options), names_(names) {}

  void read_key(const Option& key) {
    const yaml::Node* node = fields_.node(key.key);
    const yaml::Node* other = key.other_key.empty() ? nullptr : fields_.node(key.other_key);
    if (node != nullptr && other != nullptr) {
      problems_.add(other->position, in_quotes(key.key) + " and " + in_quotes(key.other_key) + " are the same; write one of them");
    }
    if (node == nullptr) node = other;
    if (node == nullptr) return;
    PolicyOption option{key, {}, scope_.origin(node->position), {}};
    switch (key.shape) {
      case Option::Shape::text:
        read_text_option(key, *node, option);
        break;
      case Option::Shape::list:
        for (const PlacedWord& word : scope_.words(*node, in_quotes(key.key))) add_word(key, word, option);
        break;
      case Option::Shape::flag:
        read_flag(key, *node, option);
        break;
      case Option::Shape::integer:
        read_number(in_quotes(key.key), *node, key, option);
        break;
      case Option::Shape::stores:
        read_stores(*node, option);
        break;
    }
    keep(std::move(option));
  }

  void read_window() {
    const yaml::Node* node = fields_.node("window");
    if (node == nullptr) return;
    yaml::MappingReader window(*node, "'window'", problems_);
    if (!window.is_mapping()) return;
    const yaml::Node* margin = window.node("margin", yaml::MappingReader::Need::required);
    for (const char* moment : {"start", "end"}) {
      if (const yaml::Node* found = window.node(moment)) {
        problems_.add(
            found->position,
            in_quotes(moment) + " is about one change, not a setting of a policy; specify --window START/END on the command line");
      }
    }
    window.finish();
    if (margin == nullptr) return;
    PolicyOption option{"--margin", {}, scope_.origin(margin->position), {}};
    read_number("'margin'", *margin, OptionName("--margin").row(), option);
    keep(std::move(option));
  }

  // Sources of passwords in the order of the policy; a password itself is refused without being repeated.
  void read_passwords() {
    const yaml::Node* node = fields_.node("passwords");
    if (node == nullptr) return;
    PolicyOption environment{"--password-env", {}, scope_.origin(node->position), {}};
    PolicyOption file{"--password-file", {}, scope_.origin(node->position), {}};
    PolicyOption descriptor{"--password-fd", {}, scope_.origin(node->position), {}};
    const auto read = [&](const yaml::Node& item) {
      if (item.kind != yaml::Kind::mapping) {
        problems_.add(item.position, "a policy never contains a password; name where it is: { env: NAME }, { file: PATH } or { fd: 3 }");
        return;
      }
      yaml::MappingReader source(item, "a source of passwords", problems_);
      const yaml::Node* env = source.node("env");
      const yaml::Node* path = source.node("file");
      const yaml::Node* fd = source.node("fd");
      source.finish();
      if (item.members.size() != 1) {
        problems_.add(item.position, "a source of passwords is one of { env: NAME }, { file: PATH } and { fd: 3 }");
      }
      if (env != nullptr) add_text(*env, "'env'", environment, false);
      if (path != nullptr) add_text(*path, "'file'", file, true);
      if (fd != nullptr && fd->as_integer()) {
        read_number("'fd'", *fd, 0, 1 << 20, descriptor);
      } else if (fd != nullptr) {
        problems_.add(fd->position, "'fd' is the number of an open file descriptor, such as 3");
      }
    };
    if (node->kind == yaml::Kind::sequence) {
      for (const yaml::Node* item : scope_.items(*node, "'passwords'")) read(*item);
    } else {
      read(*node);
    }
    for (PolicyOption* option : {&environment, &file, &descriptor}) keep(std::move(*option));
  }

 private:
  void keep(PolicyOption option) {
    if (!option.values.empty()) options_.push_back(std::move(option));
  }

  void add(PolicyOption& option, std::string value, yaml::Position position) {
    option.values.push_back(std::move(value));
    option.positions.push_back(position);
  }

  void add_text(const yaml::Node& node, std::string_view name, PolicyOption& option, bool path) {
    if (const auto text = yaml::read_text(node, name, problems_)) add(option, path ? scope_.resolve(*text) : *text, node.position);
  }

  void read_number(std::string_view name, const yaml::Node& node, const Option& row, PolicyOption& option) {
    read_number(name, node, row.least, row.most, option);
  }

  void read_number(std::string_view name, const yaml::Node& node, std::int64_t least, std::int64_t most, PolicyOption& option) {
    const auto number = yaml::read_integer(node, name, least, most, problems_);
    if (number) add(option, std::to_string(*number), node.position);
  }

  void read_flag(const Option& key, const yaml::Node& node, PolicyOption& option) {
    const auto value = yaml::read_boolean(node, in_quotes(key.key), problems_);
    if (value) add(option, *value ? "true" : "false", node.position);
  }

  void read_text_option(const Option& key, const yaml::Node& node, PolicyOption& option) {
    if (const auto text = yaml::read_text(node, in_quotes(key.key), problems_)) add_word(key, {*text, node.position}, option);
  }

  void add_word(const Option& key, const PlacedWord& word, PolicyOption& option) {
    const bool known = std::find(key.values.begin(), key.values.end(), word.text) != key.values.end();
    const bool path = is_path_like(word.text);
    switch (key.meaning) {
      case Option::Meaning::word:
        if (!known && !key.values.empty()) {
          problems_.add(
              word.position,
              in_quotes(key.key) + " is one of " + join_and({key.values.begin(), key.values.end()}) + ", not " + in_quotes(word.text),
              list_hint(word.text, {key.values.begin(), key.values.end()}));
          return;
        }
        add(option, word.text, word.position);
        return;
      case Option::Meaning::host:
        check_hosts({word}, problems_);
        add(option, word.text, word.position);
        return;
      case Option::Meaning::target:
      case Option::Meaning::client:
        (key.meaning == Option::Meaning::target ? names_.targets : names_.clients).push_back(word);
        add(option, path ? scope_.resolve_as_path(word.text) : word.text, word.position);
        return;
      case Option::Meaning::path_or_word:
        add(option, known ? word.text : scope_.resolve(word.text), word.position);
        return;
      case Option::Meaning::path:
        if (word.text == "-") problems_.add(word.position, in_quotes(key.key) + " is standard input; a policy must name files");
        add(option, scope_.resolve(word.text), word.position);
        return;
    }
  }

  void add_store(const PlacedWord& name, const PlacedWord& path, PolicyOption& option) {
    std::vector<std::string> names;
    for (const chain::StoreName store : chain::kStoreNames.values()) names.emplace_back(chain::to_string(store));
    if (!chain::find_store(name.text)) {
      problems_.add(name.position,
                    "there is no store " + in_quotes(name.text) + "; the stores that decide the chain are " + join_and(names),
                    yaml::did_you_mean(name.text, names));
      return;
    }
    add(option, name.text + "=" + scope_.resolve(path.text), path.position);
  }

  void read_stores(const yaml::Node& node, PolicyOption& option) {
    if (node.kind == yaml::Kind::mapping) {
      for (const yaml::Node::Member& member : node.members) {
        for (const PlacedWord& path : scope_.words(member.value, in_quotes(member.key))) {
          add_store({member.key, member.key_position}, path, option);
        }
      }
      return;
    }
    for (const PlacedWord& word : scope_.words(node, "'stores'")) {
      const std::size_t equals = word.text.find('=');
      if (equals == std::string::npos || equals + 1 == word.text.size()) {
        problems_.add(word.position,
                      "'stores' is a mapping of stores to files, { My: my.sst }, or texts such as My=my.sst, not " + in_quotes(word.text));
      } else {
        add_store({word.text.substr(0, equals), word.position}, {word.text.substr(equals + 1), word.position}, option);
      }
    }
  }

  yaml::MappingReader& fields_;
  PolicyScope& scope_;
  yaml::Problems& problems_;
  std::vector<PolicyOption>& options_;
  NamesToValidate& names_;
};

}  // namespace

void check_hosts(const std::vector<PlacedWord>& hosts, yaml::Problems& problems) {
  for (const PlacedWord& host : hosts) {
    if (!is_ascii(host.text)) continue;
    const Result<x509::HostName> parsed = x509::HostName::parse(host.text);
    if (!parsed) problems.add(host.position, in_quotes(host.text) + " is not a host: " + parsed.error().message);
  }
}

void read_options(yaml::MappingReader& fields, PolicyScope& scope, std::vector<PolicyOption>& options, NamesToValidate& names) {
  OptionReader reader(fields, scope, options, names);
  for (const Option* key : policy_keys()) {
    const bool is_member = key->key.find('.') != std::string_view::npos;  // of a mapping that is read below
    if (!is_member) reader.read_key(*key);
  }
  reader.read_passwords();
  reader.read_window();
}

std::vector<PolicyOutput> read_outputs(const yaml::Node& node, PolicyScope& scope) {
  std::vector<PolicyOutput> outputs;
  const auto read = [&](const yaml::Node& item) {
    yaml::MappingReader fields(item, "an output", scope.problems());
    if (!fields.is_mapping()) return;
    const auto format = fields.choice("format", kOutputFormatNames, yaml::MappingReader::Need::required);
    const auto file = fields.text("file");
    fields.finish();
    if (!file && std::any_of(outputs.begin(), outputs.end(), [](const PolicyOutput& other) { return other.file.empty(); })) {
      scope.problems().add(item.position, "two outputs are written to standard output; add 'file' to all but one");
    }
    if (format) outputs.push_back({std::string(to_string(*format)), file ? scope.resolve(*file) : "", scope.origin(item.position)});
  };
  if (node.kind == yaml::Kind::mapping) {
    read(node);
  } else {
    for (const yaml::Node* item : scope.items(node, "'outputs'")) read(*item);
  }
  return outputs;
}

}  // namespace chainlint::policy
