// Private keys made with OpenSSL 3.0.22 for these tests alone. Those of the same kind belong to the public keys of signature_vectors.h.
//   openssl rsa -traditional -outform DER; openssl pkcs8 -topk8 -nocrypt -outform DER; openssl ec [-param_enc explicit] -outform DER
//   openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:1024; openssl pkey -pubout; openssl genpkey -algorithm ed448; openssl
//   gendsa
#pragma once

#include <string_view>

namespace chainlint::crypto::vectors {

inline constexpr std::string_view kRsaPkcs1 =
    "MIICXAIBAAKBgQD0c7XHcwR6g16Juerm11qha8/6SpV7/QQ/KmyvZ4m0Mu5Wh7Ox2It7QsrONvdWPUIVI1sa3z6a4ZK0DcOACcvDHXoD797h3qSOcvycRHD2"
    "k04VH289AegNJ/7DjPhI/GP9evSdJTiB5sARP5SHXy8RE2ny/3ZQnemdpVBoixJ8LwIDAQABAoGAFS69rsXRuogNtiONLmm06c383LR/1ZmsN4kGmACB10Ke"
    "kpL5yEx6cbjs+AedUTTHuCszJtX3h9ZKLx4ONdcjd96IHk1C6nfP2VyoTGaOJrwi1NgbCTyEJ/VaDAOVoxrgpJdY69m72rJ7zQPCnSu4ijdUwctkVcfHuptm"
    "JYfmfakCQQD62YZZTEQrzOoqzpjc8rybN7OzjSOu/8djaBvr3tToVZjdxE+4JjPEZUJebY/ab8/SMeIbfmnAIPLHid6gl8l7AkEA+XiPBDGHiEYqgKIWY4vf"
    "Qiu0GRRkFX4uh5jkaVps4z9qykn8+gt6nH6fehMisELAViL2sXmKFwKqdHBDDPaX3QJAEpwcqXdM/2reXHqjQJEJiQJi5IkuAoebRTauC5umc+4Vvy4XM/Qx"
    "lvpkKBk8uNnesxtcSOnh8oz/Nep2h7d7DQJBAIULFYKQA47alLorNzN5meRJOHATntiTha8NC+tfrSh4XrRpRv/29TnWkahh4iMMRlTpqpS1k753zn3wjOGx"
    "9QUCQAvt5XCn3HmKNYGHO87N8aTEgYAd3n1NuvH+54gPeTiKZYISpNo91zDdQbDXoFSbFqzK+fboYQiFFnq7jBjWXqc=";
inline constexpr std::string_view kRsaPkcs8 =
    "MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAPRztcdzBHqDXom56ubXWqFrz/pKlXv9BD8qbK9nibQy7laHs7HYi3tCys4291Y9QhUjWxrf"
    "PprhkrQNw4AJy8MdegPv3uHepI5y/JxEcPaTThUfbz0B6A0n/sOM+Ej8Y/169J0lOIHmwBE/lIdfLxETafL/dlCd6Z2lUGiLEnwvAgMBAAECgYAVLr2uxdG6"
    "iA22I40uabTpzfzctH/Vmaw3iQaYAIHXQp6SkvnITHpxuOz4B51RNMe4KzMm1feH1kovHg411yN33ogeTULqd8/ZXKhMZo4mvCLU2BsJPIQn9VoMA5WjGuCk"
    "l1jr2bvasnvNA8KdK7iKN1TBy2RVx8e6m2Ylh+Z9qQJBAPrZhllMRCvM6irOmNzyvJs3s7ONI67/x2NoG+ve1OhVmN3ET7gmM8RlQl5tj9pvz9Ix4ht+acAg"
    "8seJ3qCXyXsCQQD5eI8EMYeIRiqAohZji99CK7QZFGQVfi6HmORpWmzjP2rKSfz6C3qcfp96EyKwQsBWIvaxeYoXAqp0cEMM9pfdAkASnBypd0z/at5ceqNA"
    "kQmJAmLkiS4Ch5tFNq4Lm6Zz7hW/Lhcz9DGW+mQoGTy42d6zG1xI6eHyjP816naHt3sNAkEAhQsVgpADjtqUuis3M3mZ5Ek4cBOe2JOFrw0L61+tKHhetGlG"
    "//b1OdaRqGHiIwxGVOmqlLWTvnfOffCM4bH1BQJAC+3lcKfceYo1gYc7zs3xpMSBgB3efU268f7niA95OIplghKk2j3XMN1BsNegVJsWrMr59uhhCIUWeruM"
    "GNZepw==";
inline constexpr std::string_view kP256Sec1 =
    "MHcCAQEEIPbhdOgVhlmIljAeKZvAW7zA7YklzPHtOZ2uJ2ge1cNFoAoGCCqGSM49AwEHoUQDQgAENV834012Vc8rw2AtbcbO7SunxJRwKV14qIwd+uTdCn8O"
    "ty/TFkX/QvkB0ayl0dEGXSc4oPEe7EYsifF5kHWFhw==";
inline constexpr std::string_view kP256Pkcs8 =
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg9uF06BWGWYiWMB4pm8BbvMDtiSXM8e05na4naB7Vw0WhRANCAAQ1XzfjTXZVzyvDYC1txs7t"
    "K6fElHApXXiojB365N0Kfw63L9MWRf9C+QHRrKXR0QZdJzig8R7sRiyJ8XmQdYWH";
inline constexpr std::string_view kP256Explicit =
    "MIIBaAIBAQQg9uF06BWGWYiWMB4pm8BbvMDtiSXM8e05na4naB7Vw0WggfowgfcCAQEwLAYHKoZIzj0BAQIhAP////8AAAABAAAAAAAAAAAAAAAA////////"
    "////////MFsEIP////8AAAABAAAAAAAAAAAAAAAA///////////////8BCBaxjXYqjqT57PrvVV2mIa8ZR0GsMxTsPY7zjw+J9JgSwMVAMSdNgiG5wSTamZ4"
    "4ROdJreBn36QBEEEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9QIhAP////8AAAAA////"
    "//////+85vqtpxeehPO5ysL8YyVRAgEBoUQDQgAENV834012Vc8rw2AtbcbO7SunxJRwKV14qIwd+uTdCn8Oty/TFkX/QvkB0ayl0dEGXSc4oPEe7EYsifF5"
    "kHWFhw==";
inline constexpr std::string_view kP521Pkcs8 =
    "MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIAL6g87+YuuB5Rj+OiLZ/xdUmXwOPHAxtpMtbU/UY8IWMfNYe/k7mipCfsjtzGZk+E3iFVSSUc"
    "qJx9sIw7/ouOBTahgYkDgYYABAH8FPAgMJFkyDska7ePbNZACupbyny38VrAPo10iE02CRneLXq8MLPw7WHlLZEsBiLOxgSex353YwnDX67O/6Y+sgF8rPTC"
    "qacVm/cdlZ6JN9TkkIYiKLL/1ERl4EkZ+jvUd/PFJzgcrot8W0ZwL9QwJJunNDusBbSenajF5SAnixPPGw==";
inline constexpr std::string_view kEd25519Pkcs8 = "MC4CAQAwBQYDK2VwBCIEIMPbOkAsGao+ClaZgk5t+lEJJ7Hd0+IYfw5O3eQ874Fy";
inline constexpr std::string_view kRsaPssPkcs8 =
    "MIICdgIBADALBgkqhkiG9w0BAQoEggJiMIICXgIBAAKBgQCgxWtUnTzXkaTj99fdOwGqSAJ7JiMPIb7shCs1FDrC2v+vkqx7nuuaqLP3eu9ug8fGRCou+tIA"
    "x8nCUqvwKXwyW6teLBLqLfFvTdlCzJx8YVat4JEKVYR9F4Himrlut/2M9Od76PLRRAAy5HmBSmcCcddob11PW8Ao7F6rLhIhvQIDAQABAoGBAJQvIwysmUXA"
    "kpElAiyBlLlVAiRsNGhgHFB4SjL0YGz12jIEKUMQaez1jluPTl04zcwrTA5dVW8utwKLnLsSIcv6gORVixqp9HnJW9YXXJm3C2BuSaogotG3tkguQ2R2do+1"
    "SilGLlg4pMOr2fkS0RWjNcI4+opdwHbBAc8WLQbpAkEA0oJX/cWcd9Jh+zboOP7xmJlsgrXQEnEE0MUFTYLHFfIYWY3GZwNUUJmYYv6UJv0nVEsOXQdltsUS"
    "rNrlDGM8ewJBAMODgG2WBKKwhJSc4XMmQ3oruZmNYeckPgbykZeEB2mDnDlk4u3LQGcV03y32zD7nYtu83mpvAIwCMGvuuAjUScCQHvqQkWd93cJHqg0MAqs"
    "+CZt2dQvliXk5YLHF1IDM5IVioPc0vd8nDs9ztgnJ6qzxlz2OaRFYHhwFYgu6jmaiNUCQQCIfKnQVtUfmejEMoy0rTaX+CRWTLvW95cRlI8M3g+qmkUaUBKX"
    "fLeV/0ennlY3aL//0dHI0jQ8trm2NO5ZgG4rAkEAxACHlhwrAh80pyJTADciYmOQq+p+ILFSHD7YR9uDNM/+DzRjQwNk3EnGWZDb87NwW1TbDooR6JXuLWi2"
    "dHYBPg==";
inline constexpr std::string_view kRsaPssKey =
    "MIGdMAsGCSqGSIb3DQEBCgOBjQAwgYkCgYEAoMVrVJ0815Gk4/fX3TsBqkgCeyYjDyG+7IQrNRQ6wtr/r5Kse57rmqiz93rvboPHxkQqLvrSAMfJwlKr8Cl8"
    "MlurXiwS6i3xb03ZQsycfGFWreCRClWEfReB4pq5brf9jPTne+jy0UQAMuR5gUpnAnHXaG9dT1vAKOxeqy4SIb0CAwEAAQ==";
inline constexpr std::string_view kEd448Pkcs8 =
    "MEcCAQAwBQYDK2VxBDsEOZEd2wvtq0pRjGVVGecT2ssBL/aUSHoa4dKocXg3oLhyjs01URDeFkSeirCI9Flcr3/op1cbtRfEuA==";
inline constexpr std::string_view kDsa =
    "MIIBygIBAAKBgQDWehsE71SMC5VBquN1UcdGA+OfAv0lMhoh4leAvCHNg1dZQnL+8fW5AHTYKY6nHjjGl1jSFFzJ4EnfwGpFGU7vWcc/oEntr9qdB0r8NOSp"
    "fbiBC8B/uQqeanI5ihZDpWs0wltIO3Bnohj10gSYF7npywhq5AuScgbL+uMZcsw9zQIdAO/cc0W4wd89RUddnzWQvMD+PQ9ea7SIE6vukA8CgYBQII3vuJak"
    "X7S/fyKhfNinaPC8FfKNuq1aHQA3PWCAQO8fGrSscOzex9KOrpDuL0Czd3w1a6JE83mpogaafGe1fR3c96BTC6Ie8hpmv5fs0C+UD5Uoo5FZWQO0cpK5Vsv9"
    "GvO9VH3DKh65USvVJYGyaX4jOl0XPAvjCpcsOsIlugKBgGOnYhkWUWkSNw2KERHKo4RzQ3EdBIHH+6w6cUcgf2JYZYKp8fsibQsC2LVTuRUZ9HL+adXapo6b"
    "cgJjg+7y0D5oGTy7Z6GmPMmmtQE8EHsy39kbdoHAFtNFqighpjoK9ChS4N+0UgzHhH+JBpeCYS1UPCHCXt03YGrHLrXKXPNtAhwmsYs1oNghjNGdblISZcio"
    "hFoh7bgIuXne2Ps7";

}  // namespace chainlint::crypto::vectors
