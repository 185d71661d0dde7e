// Keys and signatures over the text "signed by openssl", made with OpenSSL 3.0.22:
//   openssl genrsa 1024; openssl ecparam -name CURVE -genkey; openssl genpkey -algorithm ed25519; openssl pkey -pubout -outform DER
//   openssl dgst -HASH -sign KEY m
//   openssl dgst -HASH -sign rsa -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:{32 with sha256, 20 with sha1} m
//   openssl pkeyutl -sign -rawin -in m -inkey ed25519
#pragma once

#include <string_view>

namespace chainlint::crypto::vectors {

inline constexpr std::string_view kMessage = "signed by openssl";

inline constexpr std::string_view kRsaKey =
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQD0c7XHcwR6g16Juerm11qha8/6SpV7/QQ/KmyvZ4m0Mu5Wh7Ox2It7QsrONvdWPUIVI1sa3z"
    "6a4ZK0DcOACcvDHXoD797h3qSOcvycRHD2k04VH289AegNJ/7DjPhI/GP9evSdJTiB5sARP5SHXy8RE2ny/3ZQnemdpVBoixJ8LwIDAQAB";
inline constexpr std::string_view kP256Key =
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENV834012Vc8rw2AtbcbO7SunxJRwKV14qIwd+uTdCn8Oty/TFkX/QvkB0ayl0dEGXSc4oPEe7E"
    "YsifF5kHWFhw==";
inline constexpr std::string_view kP384Key =
    "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEwQ94t2m+SL2W8Qo5nyZfY6SxmvAygbtnZoG7/3JubqEmHAs2rEi2tABOBc04IRnLc9mXy0VRH5akvS"
    "7/zRYMkNRRN5hsL1i35R446TtykHH14HMZQM3eWfpiiFBU6iI+";
inline constexpr std::string_view kP521Key =
    "MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQB/BTwIDCRZMg7JGu3j2zWQArqW8p8t/FawD6NdIhNNgkZ3i16vDCz8O1h5S2RLAYizsYEnsd+d2"
    "MJw1+uzv+mPrIBfKz0wqmnFZv3HZWeiTfU5JCGIiiy/9REZeBJGfo71HfzxSc4HK6LfFtGcC/UMCSbpzQ7rAW0np2oxeUgJ4sTzxs=";
inline constexpr std::string_view kSecp256k1Key =
    "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAE+5/T3ouXGAr/6v3tkxPil5XrSIbuOKCuUEP3n0XocABMxvqdCLpAMuKgWIPwY6VMY2OEQTcwuA6fC8"
    "KsxupqJg==";
inline constexpr std::string_view kBrainpoolKey =
    "MFowFAYHKoZIzj0CAQYJKyQDAwIIAQEHA0IABB75X17GsvoFomqutFwRMA3BPpfzNiWSyNb9Mh8LSL7lSyu2RLAmf+0L6DJAv5OAy6S1lCkOb6"
    "YPzUjDQQ7RlMM=";
inline constexpr std::string_view kEd25519Key = "MCowBQYDK2VwAyEA4/YNGo2CX1+o9WfDrvV4palCvpXyZXYx2gdEQwG76fI=";
inline constexpr std::string_view kRsaMd5 =
    "Ch0bwmRXMAP3Hv4NJbDWVmM8dALv9VuMBlHUak7NmbyG0IUi5fBGVwPnregfhNJC25iSItRhXPHYqw8diI7EFy+tKY0EEqlz2Ayjfs1FX88emX"
    "iQZztZ4k+QRzzZu7BijZtxX+q7/HHeGuU1vy4og4yF9tmdBEvXE6CMYh1l53M=";
inline constexpr std::string_view kRsaSha1 =
    "j9WuQInjKH7QYZkF2dZAuycmPB83Pq2GPYhRezpXNHZl2pzDkXMpb7smhUL1iKVpAcfQkKMgLVsRGoeLYJ4bkRLIAtfAaRBs//1PTdRB4cHNZC"
    "09uk20lvGKE0qbB7bi++lGiyJZnjTvjI4xTaK8z8ZT60rs1h8RSDb4VxDP7oI=";
inline constexpr std::string_view kRsaSha224 =
    "hHsdHamzGsqeEBmp1vyeUJA+nw0l0YLKncHqgXXyiLlBCB1cN3nZY8gPBD2Sr2K8MQW5e1r1Xv2VKPiazg+ixeczfWlr3tzo+90WHKOvgaH4uJ"
    "rzy2SxqEOeyBUGBZ5HTxjdWr6lvFnjin8UZDPnGxOvpyMYrxPK7BKrIEF023c=";
inline constexpr std::string_view kRsaSha256 =
    "gcU24Nay3qdYMJUg83XQivnVewFaR8LgsvGGNMk4LU86H/DzJX5fCWX26sQztpcE7VrOzGX/fSoof2jh7aFlSFKri7pyMvWbKgu5SgF1TlOcht"
    "bupiWurEjFB04mtZWtZFoNSBGKt0OlGNF3JPdjRm+0khivIX3ZCNja9E2Gk4c=";
inline constexpr std::string_view kRsaSha384 =
    "Rh9LCglJEiMmm4AkCr72zit7fl/ciLAo3OuO1B+wUK5jJBkE1ltKuOZgBvJyl6TNrSaI62YmSfY6iztxUSFK+IWUxZzJ7bCQthfL3zPldnw1Jg"
    "fA0h1Y2NSgOMUCDPNNcxrtsVpKufk+AWv1CyP10ulFHjaXV2c3DSg5xYBNimg=";
inline constexpr std::string_view kRsaSha512 =
    "dDq4UUQAsIyrrk66kApZ4FeFViHqzcNIihdR0lbZLNVf8NVadShj4SQFbpRS09SwtwjsJcunlu0tlUYmXgQ0EGoBGbBSFpDqXiGK1EtvbeDoKQ"
    "JVk59qutSMiicorf+w0qvjQc1mmCjvZckDxY4EnDDAlT6tlmNv1Wm2ggPJ3oM=";
inline constexpr std::string_view kRsaSha512_256 =
    "pRrPEHtk76mcZjQqHqnCJ8JWv1u8t7W8n/a3FW8qROUt0nqjqkpT1pH/P2b4pUtXftKCmmCN1RvNC98FC5kt384DpWcNxUqyCjSrpIfu/1Bz+r"
    "z7IGQQ5jz0Y8WsMx7rl4HqB+zQb65Tw3bR1tn8MX8J9r0GGEb/mIdxZc6ZDZw=";
inline constexpr std::string_view kRsaSha3_256 =
    "593oDbGn02JkGJ9bt+0DIoNOif2sUgxrbPdB0MZV3oEoN7XzNRjqcAQQ41r1d5L8Xjk9sK8sACB48YyGdDqytTjtNRqzsV/Pe5yW+dMha7z21K"
    "fMuABCNK9JoyUl5VmfLzPy5WUj/PGHQCYvmJTRX7NmVnB6wBn1AqcGVPPYT/o=";
inline constexpr std::string_view kPssSha256 =
    "rBd2SE4Rys6Uyuzt126wppdgRDyanztVzsCLlR9XzP6AFnGhDP/iXsdhiu6QoekdAmAdUz6xPi5z9OY4sxwDdx0UiEHRH+WcjABkRkbMjPCrDb"
    "yO4Tmp2ftTzlQ2Nn0Tm+QfSmY4f8zWigU9wa7k2L9Fzhx5kzpSeqqIHDulhWo=";
inline constexpr std::string_view kPssSha1 =
    "c8weU9tf4cLan0Y75o/zYQ5w9Fm6qelxdodZqCD4Up34aYd1AX2FXY7oBw9tNFxBbouk82R307rkUdNFvTvNeD35uimmvr4ZW71exmgfxkZkD0"
    "hCi/TuTpTgZ4yKaiEwkO+FIh3ua2w3MaW524eIESmff+b0JyYIY7NDDYRrNxI=";
inline constexpr std::string_view kP256Sha1 =
    "MEUCIHXDNjaMxyD3LFW6qrh8wRA5ln3m0CXIsClA21EJbJKYAiEA2BkKQy7UzJLcTlYcyHnwShIcLPtkQdSw9SCNfICLunU=";
inline constexpr std::string_view kP256Sha256 =
    "MEYCIQCp2voSIy87aIF/Q5ArYd6lk8hRAsVH0Vq16LAbn7B8kAIhAOwUxHjo8OM0yM9v9DxU9edWsa/KcU6DUH+CrA9YbL/+";
inline constexpr std::string_view kP256Sha512 =
    "MEUCIQDFdCP3haChmJLZk0o0Ppx4o1kdsW2Wriws3hSjyd49ngIgfbh59Fb/KO5FPEsPo4OWpwEHuVKrTWRc8XvIEzD0YEg=";
inline constexpr std::string_view kP384Sha256 =
    "MGUCMQCyhSJkIX54PXKFXmS4WhY5pzB8sAU3KwG1Vul8dckbpzYrE/JUdLOg6Puk5AnNvQYCMGJ2ZjiQD5Jg1zkJIfXS6HjM1ejIqZRzV0wL2A"
    "tIgCkyBV/5Bs0Qv7BAtMLmL5h6ww==";
inline constexpr std::string_view kP521Sha256 =
    "MIGIAkIBibjUPkXV2vDNL9VLFRQjwUjqfKdiJCfxZdVBQaO4e0jr5W9W+O3KUNFHofudm5iPyjvUPklxQnnpUhZtgfz/GAoCQgGSwgDavYCCXJ"
    "Blq4gLpk9TqMr0fpHPT6nvb8epQ1WMbWRjgBriin8FqpWBIVM1sj2JmmBT8TWZZuSGJQ/BTNt4dA==";
inline constexpr std::string_view kSecp256k1Sha256 =
    "MEUCIFOBRgh82/SKIOnFutwNZ2zKRjfHvzM5KzL3olXgzrwZAiEAt2jWmevi7kJNErqJrYGLjvaHLyJR083Gg8KjySkudZ4=";
inline constexpr std::string_view kBrainpoolSha256 =
    "MEUCIQCfanPLTYpj11raudO6PD7zYSr92OVD2ztMQBSKNVy78AIgHhCCO8xwD4MUIm+RY6WsGWjcshnEaZ+lzp5mt1eC/Gk=";
inline constexpr std::string_view kEd25519Pure = "XfaT3PJkzP8U/veeDXtSxv+K1HCmVx+L4w4+Rii5ZGP5vvLKCdR5zgEv2q3p0rtONX6Fm3l7w4r+/mxw63FlCw==";

}  // namespace chainlint::crypto::vectors
