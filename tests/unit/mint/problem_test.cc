#include <gtest/gtest.h>

#include "described.h"

namespace chainlint::mint {
namespace problem_test {

using Lines = std::vector<std::string>;

TEST(Problems, AreAllListedWithPositionAndSuggestion) {
  EXPECT_EQ(problems_of(R"(certificates:
  root: { ca: yes, pathlength: 0 }
  leaf: { issuer: rot, dsn: [a], key: p265, not_after: soon }
files:
  a.pem: { pem: [leaf, key(laef), crl(none)] }
)"),
            (Lines{"2:15: 'ca' must be true or false; this is the text 'yes'",
                   "2:20: unknown key in certificate 'root': 'pathlength' (did you mean 'path_length'?)",
                   "3:19: unknown certificate 'rot' (did you mean 'root'?)",
                   "3:24: unknown key in certificate 'leaf': 'dsn' (did you mean 'dns'?)",
                   "3:39: 'key' must be one of p256, p384, p521, ed25519, rsa1024, rsa2048, rsa3072 and rsa4096; this is the text 'p265' "
                   "(did you mean 'p256'?)",
                   "3:56: 'not_after' must be a date (2026-12-01) or a time (2026-12-01T22:00:00Z); this is the text 'soon'",
                   "5:24: unknown certificate 'laef' (did you mean 'leaf'?)", "5:35: unknown CRL 'none'"}));
}

TEST(Problems, OfItemsSayWhatIsAllowed) {
  EXPECT_EQ(
      problems_of("certificates: { leaf: {} }\nfiles:\n  a: { pem: [key(leaf, pkcs1)] }\n"),
      (Lines{"3:14: 'key(leaf' has no closing bracket; an item with a comma in it must be quoted", "3:24: unknown certificate 'pkcs1)'"}));
  EXPECT_EQ(problems_of("certificates: { leaf: {} }\nfiles:\n  a: { pem: ['key(leaf, pkcs9)'] }\n"),
            (Lines{"3:14: 'key(leaf, pkcs9)': the name may be followed by pkcs8, pkcs1, sec1 or encrypted:PASSWORD, for a key"}));
  EXPECT_EQ(problems_of("certificates: { leaf: {} }\nfiles:\n  a: { sst: [key(leaf)] }\n"),
            (Lines{"3:14: a file in the form sst contains certificates and CRLs, nothing else"}));
  EXPECT_EQ(problems_of("certificates: { leaf: {} }\nfiles:\n  a: { pem: ['key(leaf, pkcs1)'] }\n"),
            (Lines{"3:6: file 'a' cannot be made: a key of kind p256 has no form pkcs1"}));
  EXPECT_EQ(problems_of("certificates: { leaf: {} }\nfiles:\n  a: { pem: [ { certificate: leaf, key: leaf } ] }\n"),
            (Lines{"3:15: an item must have exactly one of certificate, key, crl, csr, public and text"}));
}

TEST(Problems, OfFilesSayWhatFits) {
  EXPECT_EQ(problems_of("certificates: { leaf: {} }\nfiles:\n  a: { pem: leaf, password: x }\n").front(),
            "3:19: unknown key in file 'a': 'password'");
  EXPECT_EQ(problems_of("files:\n  a: { glued: true }\n").front(),
            "2:6: file 'a' must have one of base64, concat, der, hex, pem, pkcs12, pkcs7, secret, sst and text");
  EXPECT_EQ(problems_of("files:\n  a: { hex: 00, flip: 1 }\n"), (Lines{"2:6: file 'a' cannot be made: no byte 1 in a file of 1 byte"}));
  EXPECT_EQ(problems_of("files:\n  a: { concat: [b] }\n  b: { hex: 00 }\n"), (Lines{"2:17: unknown file 'b'"}));
}

TEST(Problems, OfKeysThatPointInACircle) {
  EXPECT_EQ(problems_of("certificates:\n  a: { key: same-as:b }\n  b: { key: same-as:a }\n"),
            (Lines{"2:13: the key of certificate 'a' refers to itself", "3:13: the key of certificate 'b' refers to itself"}));
}

TEST(Problems, OfEmptyNames) {
  EXPECT_EQ(problems_of("certificates:\n  a: { issuer: \"\" }\n  b: { signed_by: \"\" }\n  c: { key: \"same-as:\" }\n"),
            (Lines{"2:16: unknown certificate ''", "3:19: unknown certificate ''", "4:13: unknown certificate ''"}));
}

TEST(Problems, OfVersion1WithExtensions) {
  EXPECT_EQ(problems_of("certificates:\n  a: { version: 1, dns: [x] }\n"), (Lines{"2:20: 'dns' is an extension; only version 3 has them"}));
}

TEST(Problems, OfNames) {
  EXPECT_EQ(problems_of("certificates:\n  a: { subject: Example }\n"),
            (Lines{"2:17: a name must look like 'CN=www.example.com,O=Example'; this is 'Example'"}));
  EXPECT_EQ(problems_of("certificates:\n  a: { subject: X=Example }\n"), (Lines{"2:17: unknown attribute type 'X' in a name"}));
  EXPECT_EQ(problems_of("certificates:\n  a: { ip: [1.2.3] }\n"), (Lines{"2:13: an IP address is expected here; this is '1.2.3'"}));
}

TEST(Parts, OfADescriptionCountAsOneAndLaterOnesReplace) {
  auto shared = yaml::parse({"", "certificates: { root: { ca: true }, leaf: { issuer: root } }"});
  auto own = yaml::parse({"", "certificates: { leaf: { issuer: root, dns: [x] } }\nfiles: { a: { der: leaf } }"});
  ASSERT_TRUE(shared.root && own.root);
  auto result = mint({&*shared.root, &*own.root});
  EXPECT_TRUE(result.problems.empty());
  auto alone = minted_from("certificates: { root: { ca: true }, leaf: { issuer: root, dns: [x] } }");
  EXPECT_EQ(result.minted.certificates, alone.certificates);
  ASSERT_EQ(result.minted.files.size(), 1u);
  EXPECT_EQ(result.minted.files.front().content, alone.certificates["leaf"]);
}

}  // namespace problem_test
}  // namespace chainlint::mint
