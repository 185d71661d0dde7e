#include "chainlint/config/reader.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "servers/servers.h"
#include "syntax/windows_bindings.h"

namespace chainlint::config {
namespace {

struct ServerRow {
  Server server;
  void (*read)(const ServerFiles& files, bool main, Configuration& configuration) = nullptr;
  // Words at the start of a line by which the server is recognized: one is sufficient. A space at the end asks for a word that ends there,
  // a brace at the end may be behind blanks.
  std::vector<std::string_view> marks = {};
  std::vector<std::string_view> pair = {};        // words that other servers have, too: all are necessary
  std::vector<std::string_view> main_marks = {};  // of files with which the server starts
  std::vector<std::string_view> main_names = {};
  bool ignore_case = false;
  std::string_view separators = {};  // behind which a word may begin, too: the file may have a single line
};

// A text is that of the first server of which it has the marks.
const std::vector<ServerRow>& server_rows() {
  static const std::vector<ServerRow> kRows{
      {.server = Server::f5, .read = read_f5, .marks = {"ltm virtual ", "ltm profile client-ssl ", "ltm profile server-ssl "}},
      {.server = Server::netscaler, .read = read_netscaler, .marks = {"add ssl certKey ", "bind ssl vserver "}, .ignore_case = true},
      {.server = Server::nginx,
       .read = read_nginx,
       .marks = {"ssl_certificate ", "ssl_certificate_key ", "server {", "http {", "server_name ", "stream {", "mail {",
                 "proxy_ssl_certificate "},
       .main_marks = {"http {", "stream {", "mail {", "events {"},
       .separators = ";{}#"},
      {.server = Server::apache,
       .read = read_apache,
       .marks = {"<virtualhost", "sslengine ", "sslcertificatefile ", "sslcertificatekeyfile ", "serverroot ", "includeoptional ",
                 "<ifmodule", "documentroot "},
       .main_marks = {"serverroot "},
       .main_names = {"apache2.conf", "httpd.conf"},
       .ignore_case = true},
      {.server = Server::haproxy, .read = read_haproxy, .marks = {"frontend ", "backend ", "crt-store "}, .pair = {"listen ", "bind "}},
      {.server = Server::postfix, .read = read_postfix, .marks = {"smtpd_tls_", "smtp_tls_"}, .main_names = {"main.cf"}},
      {.server = Server::postgresql,
       .read = read_postgresql,
       .marks = {"ssl_cert_file ", "ssl_key_file ", "listen_addresses "},
       .main_names = {"postgresql.conf"}},
      {.server = Server::mariadb,
       .read = read_mariadb,
       .marks = {"[mysqld", "[mariadb", "[client-server]", "!includedir "},
       .main_marks = {"!includedir "},
       .main_names = {"my.cnf", "my.ini", "mariadb.cnf"}},
      {.server = Server::dovecot,
       .read = read_dovecot,
       .marks = {"ssl_cert ", "ssl_server_cert_file ", "ssl_server {", "local_name ", "!include ", "!include_try ",
                 "dovecot_config_version "},
       .main_names = {"dovecot.conf"}},
      {.server = Server::stunnel, .read = read_stunnel, .pair = {"accept ", "connect "}},
      {.server = Server::mosquitto,
       .read = read_mosquitto,
       .marks = {"bridge_certfile ", "include_dir ", "allow_anonymous ", "persistence_location "},
       .pair = {"listener ", "certfile "},
       .main_names = {"mosquitto.conf"}},
      {.server = Server::slapd,
       .read = read_slapd,
       .marks = {"tlscertificatefile ", "olctlscertificatefile:", "tlscacertificatefile "},
       .main_names = {"slapd.conf"},
       .ignore_case = true},
      {.server = Server::openvpn, .read = read_openvpn, .pair = {"dev ", "ca "}},
      {.server = Server::java_keystore,
       .read = read_spring,
       .marks = {"server.ssl.", "management.server.ssl.", "spring.ssl.bundle.",
                 "key-store:", "key-alias:", "keystore:", "certificate-private-key:"},
       .ignore_case = true},
      {.server = Server::java_pem, .read = read_spring},  // recognized as java_keystore
      {.server = Server::tomcat_pem,
       .read = read_tomcat,
       .marks = {"<SSLHostConfig"},
       .pair = {"<Server ", "<Connector "},
       .main_marks = {"<Server "},
       .main_names = {"server.xml"},
       .separators = ">"},
      {.server = Server::kafka, .read = read_kafka, .marks = {"ssl.keystore.location", "listener.name."}},
      {.server = Server::elasticsearch,
       .read = read_elasticsearch,
       .marks = {"xpack.security.http.ssl", "xpack.security.transport.ssl"},
       .pair = {"xpack:", "ssl:"}},
      {.server = Server::mongodb, .read = read_mongodb, .marks = {"certificateKeyFile:", "PEMKeyFile:", "net.tls.certificateKeyFile"}},
      {.server = Server::freeradius, .read = read_freeradius, .marks = {"tls-config "}, .pair = {"private_key_file ", "certificate_file "}},
      {.server = Server::caddy,
       .read = read_caddy,
       .marks = {"reverse_proxy ", "file_server", "tls internal", "tls {", "auto_https "},
       .pair = {"tls ", "}"},
       .main_names = {"Caddyfile"}},
      {.server = Server::traefik,
       .read = read_traefik,
       .marks = {"- certFile:", "defaultCertificate:", "[[tls.certificates]]", "[tls.stores"}},
      {.server = Server::envoy, .read = read_envoy, .marks = {"common_tls_context:"}},
      {.server = Server::redis,
       .read = read_redis,
       .marks = {"tls-port ", "tls-cert-file ", "tls-replication ", "tls-auth-clients "},
       .main_names = {"redis.conf"}},
      {.server = Server::jenkins,
       .read = read_jenkins,
       .marks = {"JENKINS_HTTPS_", "Environment=JENKINS_", "Environment=\"JENKINS_", "JENKINS_ARGS="}},
      {.server = Server::iis,
       .read = read_iis,
       .marks = {"<system.applicationHost", "\"bindingInformation\":", "bindingInformation ", "protocol bindingInformation", "IP:port ",
                 "Hostname:port "},
       .pair = {"<bindings>", "<binding protocol="},
       .main_names = {"applicationHost.config"},
       .ignore_case = true,
       .separators = ">{,"},
      {.server = Server::kubernetes},  // manifests are not configurations: check reads them as files of certificates
  };
  return kRows;
}

const ServerRow& row_of(Server server) {
  const std::vector<ServerRow>& rows = server_rows();
  return *std::find_if(rows.begin(), rows.end(), [&](const ServerRow& row) { return row.server == server; });
}

// Calls `visit` with the text from the start of each line on, without blanks before it, until it gives true; from what is behind each of
// `separators` on, too. A `#` among these begins a comment.
template <class Visit>
bool any_start(std::string_view text, std::string_view separators, const Visit& visit) {
  const std::string ends = "\n" + std::string(separators);
  for (std::size_t at = 0; at < text.size();) {
    at = std::min(text.find_first_not_of(" \t", at), text.size());
    if (visit(text.substr(at))) return true;
    const bool line = separators.empty() || text.substr(at).starts_with('#');
    const std::size_t end = std::min(line ? text.find('\n', at) : text.find_first_of(ends, at), text.size() - 1);
    at = text[end] == '#' && end > at ? end : end + 1;
  }
  return false;
}

bool begins_with(std::string_view text, std::string_view mark, bool ignore_case) {
  const bool block = mark.ends_with('{');
  if (block) mark.remove_suffix(1);
  const bool word = mark.ends_with(' ');
  if (word) mark.remove_suffix(1);
  if (text.size() < mark.size()) return false;
  const std::string_view start = text.substr(0, mark.size());
  if (ignore_case ? !equal_ignoring_ascii_case(start, mark) : start != mark) return false;
  text.remove_prefix(mark.size());
  if (block) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    return text.starts_with('{') && !text.starts_with("{{") && !text.starts_with("{%");  // those begin a template
  }
  return !word || text.empty() || std::string_view(" \t\r\n=>").find(text.front()) != std::string_view::npos;
}

bool has_mark(std::string_view text, const std::vector<std::string_view>& marks, bool ignore_case, std::string_view separators) {
  return any_start(text, separators, [&](std::string_view start) {
    return std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) { return begins_with(start, mark, ignore_case); });
  });
}

bool is_of(const ServerRow& row, std::string_view text, std::string_view separators) {
  const bool all = !row.pair.empty() && std::all_of(row.pair.begin(), row.pair.end(), [&](std::string_view mark) {
    return has_mark(text, {mark}, row.ignore_case, separators);
  });
  return all || has_mark(text, row.marks, row.ignore_case, separators);
}

}  // namespace

bool may_be_configuration(std::string_view path) {
  static constexpr std::string_view kFolders[] = {"sites-enabled", "sites-available", "conf.d", "http.d", "mods-available", "mods-enabled"},
                                    kNames[] = {"Caddyfile",       "cn=config.ldif",        "server.xml", "my.ini", "jenkins",
                                                "jenkins.service", "applicationHost.config"},
                                    kEndings[] = {".conf", ".cfg",        ".cf",    ".cnf",       ".vhost", ".nginx",
                                                  ".ovpn", ".properties", ".caddy", ".caddyfile", ".toml"},
                                    kOutputs[] = {"binding", "netsh", "sslcert"},
                                    kTemplates[] = {"", ".j2", ".erb", ".tmpl", ".tpl", ".template", ".in"},
                                    kYaml[] = {"application", "dynamic", "elasticsearch", "envoy",
                                               "traefik"};  // most YAML is something else
  const std::filesystem::path file(path);
  const std::string name = file.filename().string(), folder = file.parent_path().filename().string();
  const auto is_any = [](const auto& words, const auto& is) { return std::any_of(std::begin(words), std::end(words), is); };
  if (is_any(kFolders, [&](std::string_view each) { return folder == each; })) return true;
  if (is_any(kNames, [&](std::string_view each) { return name == each; })) return true;
  if (name.ends_with(".yml") || name.ends_with(".yaml")) {
    return is_any(kYaml,
                  [&](std::string_view word) { return name.find(word) != std::string::npos || folder.find(word) != std::string::npos; });
  }
  // What `netsh http show sslcert` and Get-WebBinding print.
  if (name.ends_with(".txt") || name.ends_with(".json")) {
    return is_any(kOutputs, [&](std::string_view word) { return to_lower_ascii(name).find(word) != std::string::npos; });
  }
  return is_any(kEndings, [&](std::string_view ending) {
    return is_any(kTemplates, [&](std::string_view more) { return name.ends_with(std::string(ending) + std::string(more)); });
  });
}

std::optional<Server> recognize(std::string_view text) {
  std::string decoded;
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) text = decoded = without_byte_order_mark(text);
  if (text.find("-----BEGIN ") != std::string_view::npos || text.find('\0') != std::string_view::npos) return std::nullopt;
  const std::vector<ServerRow>& rows = server_rows();
  auto row = std::find_if(rows.begin(), rows.end(), [&](const ServerRow& each) { return is_of(each, text, ""); });
  if (row == rows.end()) {
    row = std::find_if(rows.begin(), rows.end(),
                       [&](const ServerRow& each) { return !each.separators.empty() && is_of(each, text, each.separators); });
  }
  return row == rows.end() ? std::nullopt : std::optional(row->server);
}

bool is_main_file(Server server, std::string_view path, std::string_view text) {
  const ServerRow& row = row_of(server);
  const std::string name = std::filesystem::path(path).filename().string();
  return std::find(row.main_names.begin(), row.main_names.end(), name) != row.main_names.end() ||
         has_mark(text, row.main_marks, row.ignore_case, row.separators);
}

Configuration read_configuration(Server server, const std::string& path, bool main, const ServerFiles& files) {
  Configuration configuration{.server = server, .path = path, .files = {}, .endpoints = {}, .diagnostics = {}};
  const ServerRow& row = row_of(server);
  if (row.read != nullptr) row.read(files, main, configuration);
  return configuration;
}

}  // namespace chainlint::config
