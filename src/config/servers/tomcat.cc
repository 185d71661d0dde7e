// Apache Tomcat. Documentation: "The HTTP Connector" (SSL Support). Behaviour that it does not state was measured with Tomcat 10.1.
#include <algorithm>
#include <filesystem>
#include <utility>

#include "chainlint/base/text.h"
#include "servers/directives.h"
#include "servers/servers.h"
#include "syntax/loader.h"
#include "syntax/xml_statements.h"

namespace chainlint::config {
namespace {

namespace fs = std::filesystem;

// The attributes of one certificate: those of a Certificate, or of the Connector in Tomcat 9 and before.
struct TomcatNames {
  std::string_view keystore, certificate, key, chain, password, password_file, alias;
};
constexpr TomcatNames kTomcatNames{
    "certificateKeystoreFile",         "certificateFile",    "certificateKeyFile", "certificateChainFile", "certificateKeystorePassword",
    "certificateKeystorePasswordFile", "certificateKeyAlias"};
constexpr TomcatNames kTomcatOldNames{
    "keystoreFile", "SSLCertificateFile", "SSLCertificateKeyFile", "SSLCertificateChainFile", "keystorePass", "keystorePassFile",
    "keyAlias"};
constexpr std::string_view kUsualPassword = "changeit";  // of a keystore, where none is configured

class TomcatReader {
 public:
  TomcatReader(const ServerFiles& files, Configuration& configuration)
      : loader_(files, configuration, [](std::string_view text, const std::string& path) { return parse_xml(text, path); }),
        path_(configuration.path) {
    const fs::path folder = fs::path(path_).parent_path();
    bases_ = {folder.filename() == "conf" ? folder.parent_path().string() : folder.string(), folder.string()};
  }

  void read() {
    const std::vector<Statement> statements = loader_.load(path_, nullptr);
    loader_.leave();
    visit(statements);
  }

 private:
  void visit(const std::vector<Statement>& statements) {
    for (const Statement& statement : statements) {
      if (statement.name() == "Connector") {
        read_connector(statement);
      } else {
        visit(statement.block);
      }
    }
  }

  static const Word* attribute(const Statement& element, std::string_view name) {
    for (std::size_t i = 1; i + 1 < element.words.size(); i += 2) {
      if (element.words[i].text == name && !element.words[i + 1].text.empty()) return &element.words[i + 1];
    }
    return nullptr;
  }

  static std::string text_of(const Statement& element, std::string_view name, const char* usual = "") {
    const Word* word = attribute(element, name);
    return word == nullptr ? usual : word->text;
  }

  void read_connector(const Statement& connector) {
    const Listener listener{.address = text_of(connector, "address", "*"), .port = text_of(connector, "port", "8080")};
    const bool secured = equal_ignoring_ascii_case(text_of(connector, "SSLEnabled"), "true");
    const std::string usual = to_lower_ascii(text_of(connector, "defaultSSLHostConfigName", "_default_"));
    bool any = false;
    for (const Statement& host : connector.block) {
      if (host.name() != "SSLHostConfig") continue;
      Endpoint endpoint{.server = Server::tomcat_pem, .block = "SSLHostConfig", .location = host.location()};
      for (const Statement& certificate : host.block) {
        if (certificate.name() == "Certificate") add_certificate(certificate, kTomcatNames, endpoint);
      }
      any = any || !endpoint.certificates.empty();
      if (!secured || endpoint.certificates.empty()) continue;
      const std::string name = to_lower_ascii(text_of(host, "hostName", "_default_"));
      endpoint.listeners.push_back(listener);
      endpoint.listeners.back().is_default = name == usual;
      if (name != "_default_") endpoint.names.push_back({.text = name, .form = form_of_name(name), .location = host.location()});
      add_authorities(host, endpoint);
      loader_.add(std::move(endpoint));
    }
    Endpoint old{.server = Server::tomcat_pem, .block = "Connector", .location = connector.location()};
    add_certificate(connector, kTomcatOldNames, old);
    any = any || !old.certificates.empty();
    if (any && !secured) {
      loader_.note("config-tls-off", Severity::warning,
                   "configures a certificate for port " + listener.port + " without SSLEnabled=\"true\", so the port does not use TLS",
                   connector.location(), "Set SSLEnabled=\"true\" on the Connector.");
    }
    if (!secured || old.certificates.empty()) return;
    loader_.add_password(text_of(connector, "truststorePass"));
    old.truststore = file(attribute(connector, "truststoreFile"), connector);
    old.listeners.push_back(listener);
    old.listeners.back().is_default = true;
    loader_.add(std::move(old));
  }

  void add_certificate(const Statement& element, const TomcatNames& names, Endpoint& endpoint) {
    const Word *keystore = attribute(element, names.keystore), *certificate = attribute(element, names.certificate);
    if (keystore == nullptr && certificate == nullptr) return;
    CertificateFiles files{.certificate = file(keystore != nullptr ? keystore : certificate, element), .key = {}, .chain = {}};
    if (keystore == nullptr) {
      files.key = file(attribute(element, names.key), element);
      files.chain = file(attribute(element, names.chain), element);
    } else {
      endpoint.server = Server::java_keystore;
      if (const Word* alias = attribute(element, names.alias)) files.alias = alias_of(*alias, element);
    }
    endpoint.certificates.push_back(std::move(files));
    const std::string password = text_of(element, names.password);
    const bool usual =
        keystore != nullptr && attribute(element, names.password) == nullptr && attribute(element, names.password_file) == nullptr;
    if (usual) loader_.add_password(kUsualPassword);
    if (password.empty() || password.find("${") != std::string::npos) return;
    loader_.note_password(password, in_quotes(std::string(names.password)) + " contains a password in clear text", element.location());
  }

  void add_authorities(const Statement& host, Endpoint& endpoint) {
    loader_.add_password(text_of(host, "truststorePassword"));
    if (const Word* authorities = attribute(host, "caCertificateFile")) endpoint.client_cas.push_back(file(authorities, host));
    endpoint.truststore = file(attribute(host, "truststoreFile"), host);
  }

  // Relative to CATALINA_BASE, the folder of conf.
  FileReference file(const Word* word, const Statement& element) const {
    if (word == nullptr) return {};
    Word path = *word;
    for (const std::string_view variable : {"${catalina.base}/", "${catalina.home}/"}) {
      if (path.text.starts_with(variable)) path.text.erase(0, variable.size());
    }
    if (path.text.find("${") != std::string::npos) return Loader::unread(*word, element, FileState::undecided);
    return loader_.find(path, element, bases_);
  }

  Loader loader_;
  std::string path_;
  std::vector<std::string> bases_;
};

}  // namespace

void read_tomcat(const ServerFiles& files, bool, Configuration& configuration) { TomcatReader(files, configuration).read(); }

}  // namespace chainlint::config
