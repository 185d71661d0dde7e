# The files that the commands of README.md and docs/ name, made from fixtures in the current folder.
export CHAINLINT_AT=2026-11-20 CHAINLINT_PASSWORD_ENV=KEYSTORE_PASSWORD KEYSTORE_PASSWORD=fixture
made=$PWD/fixtures/made

# A bundle in all its forms.
cp $made/healthy/site.pem $made/healthy/site.pfx $made/healthy/chain.pem .
cp $made/healthy/leaf.pem site.crt
cp $made/healthy/leaf.key site.key
cat $made/healthy/anchors.pem $made/windows-stores/anchors.pem > roots.pem
cp fixtures/password.txt password.txt
mkdir intermediates
cp $made/missing-intermediate/pool.pem intermediates

# A renewal, and what services were configured with.
cp $made/renewal/previous.pem deployed.pem
cp $made/renewal/next.pem renewed.pem
cp $made/renewal/pins.txt bindings.csv
cp $made/rollout/previous.pfx deployed.pfx
cp $made/rollout/next.pfx renewed.pfx

# The stores of a Windows machine, as files and as an export of the registry.
cp $made/rollout/CA-before.p7b ca.p7b
cp $made/rollout/Root.p7b root.p7b
registry_key() {  # STORE THUMBPRINT FILE
  bytes=$(wc -c < "$3")
  printf '\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates\\%s\\Certificates\\%s]\n' "$1" "$2"
  printf '"Blob"=hex:20,00,00,00,01,00,00,00,%02x,%02x,00,00' $((bytes % 256)) $((bytes / 256))
  od -An -v -tx1 "$3" | tr -d '\n' | tr ' ' ','
  echo
}
{
  echo 'Windows Registry Editor Version 5.00'
  registry_key My 423B558A71B0FAF786EF08DF6A1796D3E171FFA7 $made/windows-stores/leaf.der
  registry_key CA 197A75AE51EC0BCAF6DEE31B1D99A29F6B96D76E $made/windows-stores/inter.der
  registry_key Root CC34C8D387582BED1ED958B0DEFFDDA7B9B52F7C $made/windows-stores/root.der
} > export.reg

# The configuration of a server with its files, and the file system of another.
mkdir -p site/nginx site/certs image/etc/haproxy/certs
cp $made/healthy/fullchain.pem site/certs/www.pem
cp $made/healthy/leaf.key site/certs/www.key
cat > site/nginx/nginx.conf <<'END'
events {}
http {
  server {
    listen 443 ssl;
    server_name www.example.com;
    ssl_certificate ../certs/www.pem;
    ssl_certificate_key ../certs/www.key;
  }
  server {
    listen 443 ssl;
    server_name api.example.com;
    ssl_certificate ../certs/api.pem;
    ssl_certificate_key ../certs/www.key;
  }
}
END
cp $made/healthy/site.pem image/etc/haproxy/certs/www.pem
printf 'frontend web\n  bind :443 ssl crt /etc/haproxy/certs/\n' > image/etc/haproxy/haproxy.cfg

# A repository with a deployed bundle on main, and a branch that renews it.
unset GIT_DIR GIT_WORK_TREE
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
mkdir certs keys deployed renewed
cp $made/renewal/previous.pem certs/www.pem
cp $made/healthy/site.pem certs/other.pem
cp $made/renewal/previous.pem deployed/www.pem
cp $made/renewal/next.pem renewed/www.pem
cp $made/pull-request/shop.pem renewed/
sed -n '/BEGIN.*KEY/,$p' $made/renewal/next.pem > keys/www.key
git init -q -b main
git config user.name someone
git config user.email someone@example.com
git add certs
git commit -q -m "what is deployed"
git clone -q --bare . origin.git
git remote add origin "file://$PWD/origin.git"
git fetch -q origin
git checkout -q -b renew
cp $made/renewal/next.pem certs/www.pem
git commit -q -a -m "renew www"

# Rules and a policy of one's own.
mkdir team-rules
for ending in .yaml .test.yaml; do sed s/bundle-no-leaf/team-no-leaf/ rules/bundle/bundle-no-leaf$ending > team-rules/team-no-leaf$ending; done
echo 'rules: { pem-bom: warning }' > base.yaml
