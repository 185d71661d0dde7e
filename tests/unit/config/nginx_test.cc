#include <gtest/gtest.h>

#include "unit/config/memory_tree.h"

namespace chainlint::config {
namespace nginx_test {

using Texts = std::vector<std::string>;

Configuration read(const std::string& text, std::map<std::string, std::string> files = {}) {
  files["nginx.conf"] = text;
  files.emplace("a.pem", "");
  files.emplace("a.key", "");
  return read_in_memory(Server::nginx, "nginx.conf", std::move(files));
}

TEST(Nginx, ReadsAServer) {
  const Configuration read_one = read(
      "http { server { listen 192.0.2.1:443 ssl http2; listen [::]:443 ssl; server_name A.test .b.test ~^c; ssl_certificate a.pem;\n"
      "ssl_certificate_key a.key; ssl_client_certificate ca.pem; } }");
  ASSERT_EQ(read_one.endpoints.size(), 1u);
  const Endpoint& endpoint = read_one.endpoints.front();
  EXPECT_EQ(names_of(endpoint), (Texts{"a.test", "b.test", "*.b.test", "~^c"}));
  EXPECT_EQ(endpoint.names.back().form, NameForm::undecided);
  ASSERT_EQ(endpoint.listeners.size(), 2u);
  EXPECT_EQ(endpoint.listeners[1].text(), "[::]:443");
  EXPECT_TRUE(endpoint.listeners[1].is_default);
  ASSERT_EQ(endpoint.certificates.size(), 1u);
  EXPECT_EQ(endpoint.certificates[0].certificate.path, "a.pem");
  EXPECT_EQ(to_string(endpoint.certificates[0].key.location), "nginx.conf:2:21");
  ASSERT_EQ(endpoint.client_cas.size(), 1u);
  EXPECT_EQ(endpoint.client_cas[0].state, FileState::missing);
}

TEST(Nginx, ReadsTheMapThatChoosesACertificate) {
  const Configuration mapped = read(
      "http { map $ssl_server_name $cert { hostnames; default a.pem; b.test b.pem; *.c.test c.pem; ~^d data:$pem; }\n"
      "map $ssl_server_name ${key} { default a.key; b.test b.key; }\n"
      "server { listen 443 ssl; server_name _; ssl_certificate $cert; ssl_certificate_key $key; } }",
      {{"b.pem", ""}, {"b.key", ""}, {"c.pem", ""}});
  std::string text;
  for (const Endpoint& endpoint : mapped.endpoints) {
    for (const ServedName& name : endpoint.names) text += name.text + " ";
    const CertificateFiles& files = endpoint.certificates.at(0);
    text += (endpoint.listeners.at(0).is_default ? "(default) " : "") + files.certificate.path + "+" + files.key.path + "\n";
  }
  EXPECT_EQ(text, "(default) a.pem+a.key\nb.test b.pem+b.key\n*.c.test c.pem+a.key\n~^d +a.key\n");
  EXPECT_EQ(to_string(mapped.endpoints.at(1).location), "nginx.conf:1:63");
}

TEST(Nginx, KnowsWhetherThePasswordOfAKeyIsConfigured) {
  const std::string files = "ssl_certificate a.pem; ssl_certificate_key a.key; ";
  const Configuration whole =
      read("http { server { listen 443 ssl; " + files + "}\n" + "server { listen 8443 ssl; ssl_password_file p; " + files + "} }");
  ASSERT_EQ(whole.endpoints.size(), 2u);
  EXPECT_EQ(whole.endpoints[0].certificates.at(0).key_password, false);
  EXPECT_EQ(whole.endpoints[1].certificates.at(0).key_password, true);
  const Configuration inherited = read("http { ssl_password_file p; server { listen 443 ssl; " + files + "} }");
  EXPECT_EQ(inherited.endpoints.at(0).certificates.at(0).key_password, true);
  // The file that includes a part may set it.
  const Configuration part =
      read_in_memory(Server::nginx, "conf.d/a.conf", {{"conf.d/a.conf", "server { listen 443 ssl; " + files + "}"}}, false);
  EXPECT_EQ(part.endpoints.at(0).certificates.at(0).key_password, std::nullopt);
}

TEST(Nginx, ReadsMapsThatAreAPartOfAPath) {
  const Configuration mapped = read(
      "http { map $ssl_server_name $n { default www; b.test \"b\"; none.test ''; }\n"
      "server { listen 443 ssl; server_name a.test b.test; ssl_certificate ssl/$n.crt; ssl_certificate_key ssl/${n}.key; } }",
      {{"ssl/www.crt", ""}, {"ssl/www.key", ""}, {"ssl/b.crt", ""}, {"ssl/b.key", ""}});
  ASSERT_EQ(mapped.endpoints.size(), 2u);
  EXPECT_EQ(mapped.endpoints[0].certificates.at(0).certificate.path, "ssl/www.crt");
  EXPECT_EQ(mapped.endpoints[1].certificates.at(0).certificate.path, "ssl/b.crt");
  EXPECT_EQ(mapped.endpoints[1].certificates.at(0).key.path, "ssl/b.key");
  EXPECT_EQ(to_string(mapped.endpoints[1].certificates[0].certificate.location), "nginx.conf:1:54");
  EXPECT_EQ(names_of(mapped.endpoints[1]), std::vector<std::string>{"b.test"});
  const Configuration two = read(
      "http { map $ssl_server_name $n { default www; }\nserver { listen 443 ssl; ssl_certificate ssl/$n$n.crt; ssl_certificate_key a; } }");
  EXPECT_EQ(two.endpoints.at(0).certificates.at(0).certificate.state, FileState::undecided);
}

TEST(Nginx, LeavesOtherMapsUndecided) {
  const Configuration other = read(
      "http { map $host $cert { default a.pem; }\n"
      "server { listen 443 ssl; ssl_certificate $cert; ssl_certificate_key a.key; } }");
  ASSERT_EQ(other.endpoints.size(), 1u);
  EXPECT_EQ(other.endpoints[0].certificates.at(0).certificate.state, FileState::undecided);
}

TEST(Nginx, TemplatesOfItsImageHaveVariablesOfTheEnvironment) {
  const std::string text =
      "http { server { listen ${PORT} ssl; server_name ${HOST}; ssl_certificate /certs/$HOST.pem; ssl_certificate_key a.key;\n"
      "set $host_name $host; } }";
  const Configuration filled_in = read_in_memory(Server::nginx, "default.conf.template", {{"default.conf.template", text}});
  ASSERT_EQ(filled_in.endpoints.size(), 1u);
  EXPECT_EQ(filled_in.endpoints[0].certificates.at(0).certificate.state, FileState::undecided);
  ASSERT_EQ(filled_in.diagnostics.size(), 1u);
  EXPECT_EQ(filled_in.diagnostics[0].code, "config-template");
  EXPECT_TRUE(read(text).diagnostics.empty());
  const Configuration own =
      read_in_memory(Server::nginx, "a.conf.template", {{"a.conf.template", "http { server { listen 80; set $a $host; } }"}});
  EXPECT_TRUE(own.diagnostics.empty());
}

TEST(Nginx, ReadsStreamAndMail) {
  const Configuration both = read(
      "stream { server { listen 993 ssl; ssl_certificate a.pem; ssl_certificate_key a.key; } }\n"
      "mail { ssl_certificate a.pem; ssl_certificate_key a.key; server { listen 143; starttls on; } server { listen 110; } }");
  ASSERT_EQ(both.endpoints.size(), 2u);
  EXPECT_EQ(both.endpoints[1].listeners.front().tls, TlsUse::starttls);
}

TEST(Nginx, ReadsCertificatesForOtherServers) {
  const Configuration proxy = read(
      "http { server { listen 80; location / { proxy_ssl_certificate a.pem; proxy_ssl_certificate_key a.key;\n"
      "proxy_ssl_trusted_certificate ca.pem; } } }");
  ASSERT_EQ(proxy.endpoints.size(), 1u);
  EXPECT_EQ(proxy.endpoints[0].role, Role::client);
  EXPECT_EQ(proxy.endpoints[0].certificates[0].key.path, "a.key");
  EXPECT_EQ(proxy.endpoints[0].client_cas.size(), 1u);
}

TEST(Nginx, LeavesVariablesUndecided) {
  const Configuration variables = read(
      "http { server { listen 443 ssl; ssl_certificate $ssl_server_name.pem; ssl_certificate_key data:$key; }\n"
      "server { listen 443 ssl; ssl_certificate {{ cert }}; ssl_certificate_key engine:pkcs11:id; } }");
  ASSERT_EQ(variables.endpoints.size(), 2u);
  EXPECT_EQ(variables.endpoints[0].certificates[0].certificate.state, FileState::undecided);
  EXPECT_EQ(variables.endpoints[0].certificates[0].key.state, FileState::inlined);
  EXPECT_EQ(variables.endpoints[1].certificates[0].certificate.state, FileState::undecided);
  EXPECT_EQ(codes_of(variables), Texts{"config-template"});
}

TEST(Nginx, ReadsAPartAsIfItWereIncluded) {
  const Configuration part =
      read_in_memory(Server::nginx, "sites-enabled/a",
                     {{"sites-enabled/a", "server { listen 443 ssl; ssl_certificate certs/a.pem; }"}, {"certs/a.pem", ""}}, false);
  ASSERT_EQ(part.endpoints.size(), 1u);
  EXPECT_EQ(part.endpoints[0].certificates[0].certificate.path, "certs/a.pem");
}

TEST(Nginx, ReadsASnippetWithoutAServer) {
  const Configuration part =
      read_in_memory(Server::nginx, "snippets/tls.conf",
                     {{"snippets/tls.conf", "ssl_certificate a.pem; ssl_certificate_key a.key;"}, {"a.pem", ""}}, false);
  ASSERT_EQ(part.endpoints.size(), 1u);
  EXPECT_EQ(part.endpoints[0].certificates[0].key.state, FileState::missing);
}

TEST(Nginx, StopsWhereFilesIncludeThemselves) {
  const Configuration circle =
      read("include b.conf; http { server { listen 443 ssl; ssl_certificate a.pem; } }", {{"b.conf", "include nginx.conf;"}});
  EXPECT_EQ(codes_of(circle), Texts{"config-limit"});
  EXPECT_EQ(circle.diagnostics[0].message, "'nginx.conf' includes itself");
  EXPECT_EQ(circle.endpoints.size(), 1u);
}

TEST(Nginx, StopsWhereIncludesMultiply) {
  std::map<std::string, std::string> files;
  for (char name = 'b'; name < 'z'; ++name) {
    std::string text;
    for (int i = 0; i < 20; ++i) text += "include " + std::string(1, static_cast<char>(name + 1)) + ".conf;";
    files[std::string(1, name) + ".conf"] = text;
  }
  files["z.conf"] = "a;";
  const Configuration many = read("include b.conf;", files);
  ASSERT_FALSE(many.diagnostics.empty());
  for (const Diagnostic& diagnostic : many.diagnostics) EXPECT_EQ(diagnostic.code, "config-limit");
}

TEST(Nginx, EndsADirectiveWithoutItsSemicolon) {
  const Configuration lost =
      read("http {\n server {\n listen 443\n ssl;\n server_name a.test\n ssl_certificate a.pem\n ssl_certificate_key a.key;\n }\n}\n",
           {{"a.pem", ""}, {"a.key", ""}});
  ASSERT_EQ(lost.endpoints.size(), 1u);
  EXPECT_EQ(names_of(lost.endpoints[0]), Texts{"a.test"});
  EXPECT_EQ(lost.endpoints[0].certificates.at(0).key.path, "a.key");
  EXPECT_EQ(codes_of(lost), (Texts{"config-syntax", "config-syntax"}));
  EXPECT_EQ(lost.diagnostics.at(0).message, "has no ';' after 'server_name', so nginx reads 'ssl_certificate' as a parameter");
}

TEST(Nginx, SaysWhichIncludesWereNotFound) {
  const Configuration includes = read("include /etc/nginx/modules-enabled/*.conf; include mime.types;");
  EXPECT_EQ(codes_of(includes), (Texts{"config-include", "config-include"}));
  EXPECT_EQ(includes.diagnostics[0].severity, Severity::note);
}

}  // namespace nginx_test
}  // namespace chainlint::config
