#include <gtest/gtest.h>

#include "unit/config/memory_tree.h"

namespace chainlint::config {
namespace apache_test {

using Texts = std::vector<std::string>;

const std::string kHost = "<VirtualHost *:443>\nServerName a.test\nSSLEngine on\nSSLCertificateFile /etc/ssl/certs/a.pem\n</VirtualHost>\n";

TEST(Apache, ReadsTheLayoutOfDebian) {
  const Configuration debian = read_in_memory(
      Server::apache, "apache2/apache2.conf",
      {{"apache2/apache2.conf", "DefaultRuntimeDir ${APACHE_RUN_DIR}\nInclude ports.conf\nIncludeOptional sites-enabled/*.conf\n"},
       {"apache2/ports.conf", "Listen 80\n<IfModule ssl_module>\nListen 443\n</IfModule>\n"},
       {"apache2/sites-enabled/a.conf", "<IfModule mod_ssl.c>\n" + kHost + "</IfModule>\n"},
       {"apache2/sites-available/b.conf", kHost}});
  EXPECT_EQ(debian.files, (Texts{"apache2/apache2.conf", "apache2/ports.conf", "apache2/sites-enabled/a.conf"}));
  ASSERT_EQ(debian.endpoints.size(), 1u);
  EXPECT_EQ(to_string(debian.endpoints[0].location), "apache2/sites-enabled/a.conf:2:1");
  EXPECT_EQ(debian.endpoints[0].certificates[0].certificate.state, FileState::not_supplied);
  EXPECT_TRUE(debian.diagnostics.empty());
}

TEST(Apache, TakesTheCertificatesOfModMd) {
  const std::string host = "SSLEngine on\nServerName ";
  const Configuration managed = read_in_memory(
      Server::apache, "httpd.conf",
      {{"httpd.conf",
        "ServerRoot .\nMDomain A.test www.a.test\nMDomain new.test manual\n<MDomain s.test>\nMDCertificateFile s.pem\nMDCertificateKeyFile "
        "s.key\n</MDomain>\n<VirtualHost *:443>\n" +
            host + "www.a.test\nServerAlias a.test\nSSLCertificateFile none.pem\n</VirtualHost>\n<VirtualHost *:443>\n" + host +
            "s.test\n</VirtualHost>\n<VirtualHost *:443>\n" + host + "new.test\n</VirtualHost>\n<VirtualHost *:443>\n" + host +
            "own.test\nSSLCertificateFile s.pem\n</VirtualHost>\n"},
       {"md/domains/a.test/pubcert.pem", ""},
       {"md/domains/a.test/privkey.pem", ""},
       {"s.pem", ""},
       {"s.key", ""}});
  Texts texts;
  for (const Endpoint& endpoint : managed.endpoints) {
    const CertificateFiles& files = endpoint.certificates.at(0);
    texts.push_back(names_of(endpoint).at(0) + " " + std::string(to_string(files.certificate.state)) + " " + files.certificate.path + "+" +
                    files.key.path);
  }
  EXPECT_EQ(texts, (Texts{"www.a.test found md/domains/a.test/pubcert.pem+md/domains/a.test/privkey.pem", "s.test found s.pem+s.key",
                          "new.test created +", "own.test found s.pem+"}));
  EXPECT_TRUE(managed.diagnostics.empty());
}

TEST(Apache, ReadsTheLayoutOfRedHat) {
  const Configuration red_hat = read_in_memory(
      Server::apache, "httpd/conf/httpd.conf",
      {{"httpd/conf/httpd.conf", "ServerRoot \"/etc/httpd\"\nInclude conf.modules.d/*.conf\nIncludeOptional conf.d/*.conf\n"},
       {"httpd/conf.modules.d/00-ssl.conf", "LoadModule ssl_module modules/mod_ssl.so\n"},
       {"httpd/conf.d/ssl.conf",
        "Listen 443 https\n<VirtualHost _default_:443>\nSSLEngine on\nSSLCertificateFile tls/localhost.crt\n</VirtualHost>\n"},
       {"httpd/tls/localhost.crt", ""}});
  ASSERT_EQ(red_hat.endpoints.size(), 1u);
  EXPECT_EQ(red_hat.endpoints[0].certificates[0].certificate.path, "httpd/tls/localhost.crt");
  EXPECT_TRUE(red_hat.endpoints[0].listeners[0].is_default);
}

TEST(Apache, LeavesUndefinedVariablesUndecided) {
  const Configuration variables = read_in_memory(
      Server::apache, "a.conf",
      {{"a.conf", "<VirtualHost *:443>\nServerName ${name}\nSSLEngine on\nSSLCertificateFile ${dir}/a.pem\n</VirtualHost>\n"}}, false);
  ASSERT_EQ(variables.endpoints.size(), 1u);
  EXPECT_EQ(variables.endpoints[0].certificates[0].certificate.state, FileState::undecided);
  EXPECT_EQ(variables.endpoints[0].names[0].form, NameForm::undecided);
}

TEST(Apache, ReadsCertificatesForOtherServers) {
  const Configuration proxy = read_in_memory(
      Server::apache, "a.conf",
      {{"a.conf",
        "<VirtualHost *:80>\nSSLProxyEngine on\nSSLProxyMachineCertificateFile c.pem\nSSLProxyCACertificateFile ca.pem\n</VirtualHost>\n"},
       {"c.pem", ""}},
      false);
  ASSERT_EQ(proxy.endpoints.size(), 1u);
  EXPECT_EQ(proxy.endpoints[0].role, Role::client);
  EXPECT_EQ(proxy.endpoints[0].certificates[0].certificate.path, "c.pem");
}

TEST(Apache, StopsWhereMacrosUseThemselves) {
  const Configuration circle =
      read_in_memory(Server::apache, "a.conf", {{"a.conf", "<Macro A>\nUse A\nUse A\n</Macro>\nUse A\n" + kHost}}, false);
  EXPECT_EQ(circle.endpoints.size(), 1u);
}

TEST(Apache, StopsWhereValuesGrow) {
  std::string text = "Define a xxxxxxxxxxxxxxxxxxxxxxxx\n";
  for (char name = 'b'; name <= 'z'; ++name) {
    const std::string before = "${" + std::string(1, static_cast<char>(name - 1)) + "}";
    text += "Define " + std::string(1, name) + " " + before + before + before + before + "\n";
  }
  const Configuration grown = read_in_memory(Server::apache, "a.conf", {{"a.conf", text + "ServerName ${z}\n" + kHost}}, false);
  EXPECT_EQ(grown.endpoints.size(), 1u);
}

TEST(Apache, ReadsACertificateDirectiveWithoutAFile) {
  const Configuration nothing = read_in_memory(
      Server::apache, "a.conf", {{"a.conf", "<VirtualHost *:443>\nServerName a.test\nSSLCertificateFile\n</VirtualHost>\n"}}, false);
  EXPECT_TRUE(nothing.endpoints.empty());
}

// 200,000 short lines would become 3 GB of values, or of words of a macro.
TEST(Apache, StopsWhereValuesAreUsedTooOften) {
  std::string lines, uses;
  for (int i = 0; i < 3000; ++i) {
    lines += "F ${A}\n";
    uses += "Use M\n";
  }
  const std::string value(16000, 'x');
  for (const std::string& text : {"Define A " + value + "\n" + lines, "<Macro M>\nF " + value + "\n</Macro>\n" + uses}) {
    const Configuration grown = read_in_memory(Server::apache, "a.conf", {{"a.conf", text + kHost}}, false);
    EXPECT_TRUE(grown.endpoints.empty());
    ASSERT_EQ(grown.diagnostics.size(), 1u);
    EXPECT_EQ(grown.diagnostics[0].code, "config-limit");
    EXPECT_EQ(grown.diagnostics[0].message, "has more than 16 MiB of expanded variables and macros; the rest was not read");
  }
}

}  // namespace apache_test
}  // namespace chainlint::config
