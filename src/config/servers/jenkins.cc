// Jenkins: the options of its command line in /etc/default/jenkins, and the variables in drop-ins of its unit of systemd. Documentation:
// Jenkins "Initial settings", "Managing systemd services"; Winstone "Command-line options".
#include <map>
#include <string_view>
#include <utility>

#include "chainlint/base/text.h"
#include "servers/directives.h"
#include "servers/servers.h"
#include "servers/settings_file.h"

namespace chainlint::config {
namespace {

class JenkinsReader {
 public:
  JenkinsReader(const ServerFiles& files, Configuration& configuration) : settings_(files, configuration, {}) {}

  void read() {
    settings_.read();
    for (const Setting& setting : settings_.all()) {
      take(setting.statement.words.front(), setting);
      for (const Word& value : setting.values) take(value, setting);
    }
    const Option *keystore = find("keystore"), *certificate = find("certificate"), *port = find("port");
    const Option* first = keystore != nullptr ? keystore : certificate;
    note_password("keystorepassword");
    note_password("keymanagerpassword");
    if (first == nullptr) return;
    if (port != nullptr && (port->word.text == "-1" || port->word.text == "0")) return;
    if (port == nullptr) {
      settings_.loader().note("config-tls-off", Severity::warning, "configures a certificate but no HTTPS port",
                              location_of(first->word, *first->setting->statement.path));
      return;
    }
    Endpoint endpoint{.server = keystore != nullptr ? Server::java_keystore : Server::java_pem,
                      .block = "jenkins",
                      .location = location_of(first->word, *first->setting->statement.path)};
    const Option* address = find("listenaddress");
    endpoint.listeners.push_back({.address = address == nullptr ? "*" : address->word.text, .port = port->word.text});
    CertificateFiles files{.certificate = file(*first), .key = {}, .chain = {}};
    const Option *key = find("privatekey"), *alias = find("certificatealias");
    if (keystore != nullptr && alias != nullptr) files.alias = alias_of(alias->word, alias->setting->statement);
    if (keystore == nullptr && key != nullptr) files.key = file(*key);
    endpoint.certificates.push_back(std::move(files));
    settings_.add(std::move(endpoint));
  }

 private:
  struct Option {
    Word word;  // the value, with its place
    const Setting* setting = nullptr;
  };

  // Each `--httpsKeyStore=PATH` and `JENKINS_HTTPS_KEYSTORE=PATH` of a word: the last one counts.
  void take(const Word& word, const Setting& setting) {
    for (std::size_t at = 0; at < word.text.size();) {
      const std::size_t begin = std::min(word.text.find_first_not_of(" \t", at), word.text.size());
      const std::size_t end = std::min(word.text.find_first_of(" \t", begin), word.text.size());
      std::string token = word.text.substr(begin, end - begin);
      at = end + 1;
      std::size_t offset = begin;
      const auto skip = [&](std::size_t length) { token.erase(0, length), offset += length; };
      for (const std::string_view variable : {"Environment=", "JENKINS_ARGS=", "JENKINS_OPTS=", "JENKINS_JAVA_OPTIONS="}) {
        if (token.starts_with(variable)) skip(variable.size());
      }
      const std::size_t equals = token.find('=');
      if (equals == std::string::npos || equals + 1 == token.size()) continue;
      std::string name = to_lower_ascii(token.substr(0, equals));
      if (name.starts_with("--https")) {
        name.erase(0, std::string_view("--https").size());
      } else if (name.starts_with("jenkins_https_")) {
        name.erase(0, std::string_view("jenkins_https_").size());
        std::erase(name, '_');
      } else {
        continue;
      }
      Option& option = options_[name];
      option = {word, &setting};
      option.word.text = token.substr(equals + 1);
      option.word.column += static_cast<std::uint32_t>(offset + equals + 1);
    }
  }

  const Option* find(const std::string& name) const {
    const auto at = options_.find(name);
    return at == options_.end() ? nullptr : &at->second;
  }

  void note_password(const std::string& name) {
    const Option* option = find(name);
    if (option == nullptr || option->word.has_template || option->word.text.find('$') != std::string::npos) return;
    settings_.loader().note_password(option->word.text, "contains the password of a keystore in clear text",
                                     location_of(option->word, *option->setting->statement.path));
  }

  FileReference file(const Option& option) const {
    // A unit of systemd writes % as %%, and other letters after it are values of the machine.
    if (option.word.text.find('%') != std::string::npos) {
      return Loader::unread(option.word, option.setting->statement, FileState::undecided);
    }
    return settings_.file(*option.setting, option.word);
  }

  SettingsFile settings_;
  std::map<std::string, Option> options_;  // by names in lower case, without what all begin with
};

}  // namespace

void read_jenkins(const ServerFiles& files, bool, Configuration& configuration) { JenkinsReader(files, configuration).read(); }

}  // namespace chainlint::config
