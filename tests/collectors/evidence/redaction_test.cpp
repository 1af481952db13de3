#include "collectors/evidence/redaction.h"

#include <algorithm>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

using namespace std::literals;

namespace {

struct Case {
  std::string_view text;
  std::string_view expected;
};

/// The processor time of this thread: what other programs do does not count.
double seconds_of(const std::string& text) {
  const auto now = [] {
    std::timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
  };
  double best = 1e9;
  for (int run = 0; run < 2; ++run) {
    const double start = now();
    const std::string clean = fbd::without_secrets(text);
    best = std::min(best, now() - start);
    CHECK(!clean.empty());
  }
  return best;
}

std::string repeated(std::string_view piece, std::size_t size) {
  std::string text;
  while (text.size() < size) text += piece;
  return text;
}

}  // namespace

TEST_CASE("redaction takes the value and leaves what is around it") {
  const std::vector<Case> cases{
      // Connection strings: the other keys are worth having.
      {"x Pool=1;Password=x;User=y", "x Pool=1;Password=<redacted>;User=y"},
      {"Pool=1;Password=two words;User Id=y", "Pool=1;Password=<redacted>;User Id=y"},
      {"x Password=a;b;User=y", "x Password=<redacted>;User=y"},
      {"Endpoint=sb://n/;SharedAccessKeyName=k;SharedAccessKey=abc=",
       "Endpoint=sb://n/;SharedAccessKeyName=k;SharedAccessKey=<redacted>"},
      {"x Pwd={a;b c};Uid=x", "x Pwd=<redacted>;Uid=x"},
      // Queries and forms.
      {"https://a.blob.core.windows.net/c/b?sv=1&sig=aB%2Fc%3D&se=2",
       "https://a.blob.core.windows.net/c/b?sv=1&sig=<redacted>&se=2"},
      {"\"u\":\"https://a/?sv=1\\u0026sig=abc\\u0026se=2\"",
       "\"u\":\"https://a/?sv=1\\u0026sig=<redacted>\\u0026se=2\""},
      {"<u>https://a/?sv=1&amp;sig=abc&amp;se=2</u>",
       "<u>https://a/?sv=1&amp;sig=&lt;redacted&gt;&amp;se=2</u>"},
      {"x client_secret%3Dabc%26grant%3Dy", "x client_secret%3D<redacted>%26grant%3Dy"},
      // Whole lines.
      {"RelaySharedKey=abc==\nExpiry=1", "RelaySharedKey=<redacted>\nExpiry=1"},
      {"psk = my own words ; not a comment\nssid=x", "psk = <redacted>\nssid=x"},
      {"password: my own words\r\nuser: x\r\n", "password: <redacted>\r\nuser: x\r\n"},
      {"2026 INFO Passphrase: my own words", "2026 INFO Passphrase: <redacted>"},
      {"password=\n", "password=\n"},
      {"password:", "password:"},
      // Quotes.
      {"password: \"my \\\"own\\\" words\" # c", "password: \"<redacted>\" # c"},
      {"password='it''s' user=x", "password='<redacted>'<redacted> user=x"},
      {"password=\"\" user=x", "password=\"\" user=x"},
      {"{\"password\": \"a\\\\\", \"user\": \"b\"}",
       "{\"password\": \"<redacted>\", \"user\": \"b\"}"},
      {"{\\\"password\\\":\\\"a\\\\\\\"b\\\",\\\"user\\\":\\\"c\\\"}",
       "{\\\"password\\\":\\\"<redacted>\\\",\\\"user\\\":\\\"c\\\"}"},
      {"curl -d 'password=a&user=b' x", "curl -d 'password=<redacted>&user=b' x"},
      {"{'password': 'a', 'user': 'b'}", "{'password': '<redacted>', 'user': 'b'}"},
      {"$c['password'] = 'x';", "$c['password'] = '<redacted>';"},
      // JSON stays JSON.
      {"{\"password\":12,\"a\":1}", "{\"password\":\"<redacted>\",\"a\":1}"},
      {"{\"password\":null,\"token\":true}", "{\"password\":null,\"token\":true}"},
      {"{\"secret\":{\"value\":\"x\",\"n\":[\"y\",1]},\"a\":\"b\"}",
       "{\"secret\":{\"value\":\"<redacted>\",\"n\":[\"<redacted>\",1]},\"a\":\"b\"}"},
      {"{\"password\":\n  \"x\"}", "{\"password\":\n  \"<redacted>\"}"},
      {"[{\"name\": \"Passphrase\", \"value\": \"x\"}, {\"name\": \"a\", \"value\": \"b\"}]",
       "[{\"name\": \"Passphrase\", \"value\": \"<redacted>\"}, {\"name\": \"a\", \"value\": "
       "\"b\"}]"},
      // YAML stays YAML.
      {"a: {user: x, password: y z, url: w}", "a: {user: x, password: <redacted>, url: w}"},
      {"- password: |\n    x\n    y\n\n  user: z\n",
       "- password: |\n    <redacted>\n    <redacted>\n\n  user: z\n"},
      {"password:\n  x\nuser: z\n", "password:\n  <redacted>\nuser: z\n"},
      {"secret:\n  name: x\n", "secret:\n  name: x\n"},
      {"password: {env: NAME}", "password: {env: NAME}"},
      {"key: \"4GgaQCy68nzNsUE5aJ9fuLzHhB65tAlwbmA72MWnOm8=\"\nport: 1",
       "key: \"<redacted>\"\nport: 1"},
      // XML stays XML.
      {"<a><Password>x</Password><user>y</user></a>",
       "<a><Password>&lt;redacted&gt;</Password><user>y</user></a>"},
      {"<a><x:password t=\"s\">x</x:password></a>",
       "<a><x:password t=\"s\">&lt;redacted&gt;</x:password></a>"},
      {"<a><AdminPassword><Value>x</Value></AdminPassword></a>",
       "<a><AdminPassword>&lt;redacted&gt;</AdminPassword></a>"},
      {"<Parameter Name=\"Passphrase\" Value=\"x\"/><P Name=\"a\" Value=\"y\"/>",
       "<Parameter Name=\"Passphrase\" Value=\"&lt;redacted&gt;\"/><P Name=\"a\" Value=\"y\"/>"},
      {"x <name>password</name><value>y</value>",
       "x <name>password</name><value>&lt;redacted&gt;</value>"},
      {"log <c user='u' password='p'>", "log <c user='u' password='&lt;redacted&gt;'>"},
      // URLs, options, headers, tokens.
      {"http_proxy=http://u:p%40q@h:3128/", "http_proxy=http://u:<redacted>@h:3128/"},
      {"https://u:a/b@h/x", "https://u:<redacted>@h/x"},
      {"Address=u:p@10.0.0.1", "Address=u:<redacted>@10.0.0.1"},
      {"curl -u u:p https://h -k", "curl -u u:<redacted> https://h -k"},
      {"x --password p --user u", "x --password <redacted> --user u"},
      {"-H \"Authorization: Bearer a.b\" https://h", "-H \"Authorization: <redacted>\" https://h"},
      {"saw Bearer abc123 there", "saw Bearer <redacted> there"},
      {"saw Basic dXNlcjpwYXNz there", "saw Basic <redacted> there"},
      {"got eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln there", "got <redacted> there"},
      {"root:$6$salt$0123456789abcdefghij:1", "root:<redacted>:1"},
      // Keys.
      {"{\"pass\": \"hunter2\", \"a\": 1}", "{\"pass\": \"<redacted>\", \"a\": 1}"},
      {"pass='hunter2'", "pass='<redacted>'"},
      {"{\"pass\": \"12\", \"sig\": \"\"}", "{\"pass\": \"12\", \"sig\": \"\"}"},
      {"mysql -u root -phunter2", "mysql -u root -p<redacted>"},
      {"mysql -u root -phunter2\nnext", "mysql -u root -p<redacted>\nnext"},
      {"a\n-----BEGIN RSA PRIVATE KEY-----\nMII\nEow\n-----END RSA PRIVATE KEY-----\nb",
       "a\n-----BEGIN RSA PRIVATE KEY-----\n<redacted>\n\n-----END RSA PRIVATE KEY-----\nb"},
      {"\"k\": \"-----BEGIN PRIVATE KEY-----\\nMII\\n-----END PRIVATE KEY-----\\n\", \"a\": 1",
       "\"k\": \"-----BEGIN PRIVATE KEY-----<redacted>-----END PRIVATE KEY-----\\n\", \"a\": 1"},
      {"-----BEGIN PRIVATE KEY-----\nMII\n-----BEGIN CERTIFICATE-----\nMII\n",
       "-----BEGIN PRIVATE KEY-----\n<redacted>\n-----BEGIN CERTIFICATE-----\nMII\n"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(fbd::without_secrets(c.text) == c.expected);
    CHECK(fbd::without_secrets(c.expected) == c.expected);
  }
}

TEST_CASE("no planted secret survives") {
  // %S is where the secret stands. Files and logs as an Azure Site Recovery site has them.
  constexpr std::string_view forms[]{
      // RCMInfo.conf
      "[rcm.relay]\nRelayKeyPolicyName=policy\nRelaySharedKey=%S\nRelayServicePathSuffix=x\n",
      "[rcm.relay]\r\nRelaySharedKey = %S\r\n",
      "[rcm.auth]\nAADUri=https://login.microsoftonline.com\nAADAuthCert=%S\n",
      // The same in ua_install.log
      "2026-11-23 19:40:12 : RelaySharedKey=%S",
      "2026-11-23 19:40:12 : AADAuthCert = %S",
      "Passphrase : %S",
      "Passphrase=%S",
      "PASSPHRASE:%S",
      "/usr/local/ASR/Vx/bin/UnifiedAgentConfigurator.sh -i 10.0.0.4 -P %S -q",
      "UnifiedAgent.exe /Role MS /Passphrase:%S /Silent",
      "genpassphrase.exe -v passphrase: %S",
      // SourceConfig.json, settings.json, RcmProtectionState.json
      "{\"RcmProxyDetails\":{\"Passphrase\":\"%S\",\"Port\":443}}",
      "{ \"password\" : \"%S\" }",
      "{\n  \"CacheStorageAccount\": {\n    \"AccountKey\":\n      \"%S\"\n  }\n}",
      "{\"settings\":\"{\\\"SasUri\\\":\\\"https://a.blob.core.windows.net/?sv=1&sig=%S\\\"}\"}",
      "{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"token\\\\\\\":\\\\\\\"%S\\\\\\\"}\\\"}\"}",
      "{\"clientSecret\": \"%S\", \"clientId\": \"x\"}",
      "{\"adminPassword\": {\"value\": \"%S\"}}",
      "{\"secrets\": 1, \"secret\": [\"a\", \"%S\"]}",
      "{\"name\": \"password\", \"type\": \"x\"}, {\"key\": \"token\",\n \"value\": \"%S\"}",
      "{\"password\": \"%S",  // cut off
      "{\"access_token\":\"%S\",\"token_type\":\"Bearer\",\"expires_in\":3599}",
      "{\"refresh_token\":\"%S\"}",
      "{\"id_token\":\"%S\"}",
      "{\"primaryKey\":\"%S\",\"keyName\":\"key1\"}",
      // svagents.log, AzureRcmCli.log
      "#~> (11-23-2026 19:40:12):  ERROR  GET https://a.blob.core.windows.net/c/b?sr=b&sig=%S&se=1 "
      "403",
      "BlobUri: https://a.blob.core.windows.net/c/b?sv=2020-08-04&spr=https&sig=%S",
      "uri=https%3A%2F%2Fa.blob.core.windows.net%2Fc%3Fsv%3D1%26sig%3D%S%26se%3D2",
      "SharedAccessSignature sr=ns&sig=%S&se=1&skn=k",
      "Endpoint=sb://n.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey=%S",
      "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=%S;EndpointSuffix=core.windows.net",
      "Connection String: Server=x;Pwd=%S",
      "connectionString=\"Server=x;Database=y;Password=%S\"",
      "Shared Key = %S",
      "API key: %S",
      // netplan, NetworkManager, wpa_supplicant, ifcfg
      "network:\n  wifis:\n    wlan0:\n      access-points:\n        home:\n          password: "
      "\"%S\"\n",
      "        home:\n          password: %S words after it\n",
      "      auth: {key-management: psk, password: %S}\n",
      "      auth:\n        client-key-password: '%S'\n",
      "    tunnels:\n      wg0:\n        private-key: %S\n",
      "[wifi-security]\nkey-mgmt=wpa-psk\npsk=%S\n",
      "[wifi-security]\nwep-key0=%S\nwep-tx-keyidx=0\n",
      "[802-1x]\nprivate-key-password=%S\n",
      "[802-1x]\npassword-raw=%S\n",
      "[vpn-secrets]\nIPSec secret=%S\n",
      "network={\n  ssid=\"x\"\n  #psk=\"%S\"\n  psk=%S\n}\n",
      "WPA_PSK='%S'\n",
      "PPPOE_PASSWORD=%S\n",
      "[Interface]\nPrivateKey = %S\n[Peer]\nPresharedKey = %S\n",
      "wireless-key: x\npre-shared key: %S\n",
      // Command lines, as ps and shells show them
      "root 1 0 mount -t cifs //s/x /m -o username=u,password=%S,ro",
      "root 1 0 mysqld --x\nroot 2 0 mysql -u root -p%S svsdb1",
      "sshpass -p %S ssh root@h",
      "plink -pw %S root@h",
      "curl -k -u admin:%S https://h/",
      "curl --proxy-user 'u:%S' https://h/",
      "tool --passphrase=%S",
      "tool --password \"%S\" x",
      "tool --password \"two words %S\" x",
      "tool -Password %S -User x",
      "openssl pkcs12 -in a.pfx -passin pass:%S -nodes",
      "export AZURE_CLIENT_SECRET=%S",
      "export GH_TOKEN='%S'\n",
      "AZURE_CLIENT_SECRET=\"%S\" az login",
      "env DB_PASS=%S x",
      "wget 'https://u:%S@h/x'",
      "ovftool vi://administrator@vsphere.local:%S@vc01/dc",
      "https_proxy=http://user:%S@10.0.0.1:3128",
      "[proxy]\nAddress=http://user:%S@proxy\nPort=8080\n",
      "[proxy]\nAddress=user:%S@proxy\n",
      "proxy: user:%S@proxy:8080",
      // HTTP
      "> Authorization: Basic %S\r\n> Host: h",
      "Authorization: SharedKey account:%S",
      "Proxy-Authorization: %S",
      "Set-Cookie: vmware_soap_session=\"%S\"; Path=/; HttpOnly",
      "Cookie: a=b; c=%S",
      "x-api-key: %S",
      "ocp-apim-subscription-key: %S",
      "POST grant_type=client_credentials&client_id=x&client_secret=%S&scope=y",
      "X-Amz-Signature=%S&x=y",
      "header 'Bearer %S'",
      // XML
      "<?xml version=\"1.0\"?><Login><userName>u</userName><password>%S</password></Login>",
      "<password xsi:type=\"xsd:string\">%S</password>",
      "<password><![CDATA[%S]]></password>",
      "<Password>\n  %S\n</Password>",
      "<add key=\"Password\" value=\"%S\"/>",
      "<string name=\"token\">%S</string>",
      "<AdministratorPassword><Value>%S</Value><PlainText>true</PlainText></AdministratorPassword>",
      "&lt;password&gt;%S&lt;/password&gt;",
      "<account user=\"u\" password=\"%S\"/>",
      "<password>%S",  // cut off
      "<key>password</key>\n<string>%S</string>",
      "<name>fs.secret</name><value>%S</value>",
      // Others
      "a:\n  pass: %S\n",
      "ConvertTo-SecureString \"%S\" -AsPlainText",
      "vmware-api-session-id: %S",
      "GET /x;jsessionid=%S?y=z",
      "<Property oe:key=\"password\" oe:value=\"%S\"/>",
      "machine h login u password %S",
      "node.session.auth.password = %S",
      "discovery.sendtargets.auth.password_in = %S",
      "\"DefaultPassword\"=\"%S\"",
      "secret \"%S\";",
      "x.x.x.x : PSK \"%S\"",
      "MYSQL_ROOT_PASSWORD: %S",
      "hashed_passwd: $6$abc$%S",
      "-----BEGIN OPENSSH PRIVATE KEY-----\n%S\n-----END OPENSSH PRIVATE KEY-----\n",
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII\n%S",  // cut off
      "Nov 23 h x: -----BEGIN PRIVATE KEY-----\nNov 23 h x: %S\nNov 23 h x: -----END PRIVATE "
      "KEY-----",
      "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: \"x\"\n%S\n---- END SSH2 ENCRYPTED "
      "PRIVATE KEY ----",
      "private-key: |\n  -----BEGIN RSA PRIVATE KEY-----\n  %S\n  -----END RSA PRIVATE KEY-----\n",
      "PRIVATE_KEY=\"-----BEGIN PRIVATE KEY-----\n%S\n-----END PRIVATE KEY-----\"",
      "{\"privateKey\":\"-----BEGIN PRIVATE KEY-----\\n%S\\n-----END PRIVATE KEY-----\"}",
      "x-------BEGIN PRIVATE KEY-----\n%S\n-----END PRIVATE KEY-----",
      "x-----BEGIN PRIVATE KEY-----\n%S\n-----END PRIVATE KEY-----",
  };
  static_assert(std::size(forms) >= 60);
  // Letters, digits and what base64 and people put into secrets.
  constexpr std::string_view secrets[]{"hunter2", "xY9+/aBcD0123456789==", "Tr0ub4dor&3",
                                       "p%40ss-w_rd.1~"};

  const auto planted = [](std::string_view form, std::string_view secret) {
    std::string text;
    for (std::size_t i = 0; i < form.size(); ++i) {
      if (form.substr(i).starts_with("%S")) {
        text += secret;
        ++i;
      } else {
        text += form[i];
      }
    }
    return text;
  };
  for (std::string_view form : forms) {
    for (std::string_view secret : secrets) {
      for (std::string_view around :
           {"%", "before\n%\nafter\n", "Nov 23 19:40:12 host prog[1]: %"}) {
        const std::size_t place = around.find('%');
        std::string text(around.substr(0, place));
        text += planted(form, secret);
        text += around.substr(place + 1);
        CAPTURE(text);
        const std::string clean = fbd::without_secrets(text);
        CAPTURE(clean);
        CHECK(clean.find(secret) == std::string::npos);
        CHECK(clean.find(secret.substr(0, 7)) == std::string::npos);
        CHECK(std::count(clean.begin(), clean.end(), '\n') ==
              std::count(text.begin(), text.end(), '\n'));
        CHECK(fbd::without_secrets(clean) == clean);
      }
    }
  }
}

TEST_CASE("what holds no secret is not touched") {
  constexpr std::string_view clean[]{
      "",
      "\n",
      // drscout.conf
      "[vxagent]\nHostId=9c2f0a3e-7d1b-4a55\nRole=Agent\nVmPlatform=VmWare\nCSType=CSLegacy\n"
      "CloudPairingStatus=complete\nRcmSettingsPath=/usr/local/InMage/config/RCMInfo.conf\n"
      "[vxagent.transport]\nHostname=10.0.0.4\nPort=443\nHttps=1\n",
      "[rcm.relay]\nRelayKeyPolicyName=Policy\nRelayServicePathSuffix=a\nExpiryTimeoutInSeconds="
      "3600\n",
      // ua_install.log
      "Wrong Passphrase has been entered.\nPassphrase validation is successful.\n"
      "Either wrong FQDN/IP/Passphrase has been provided\n"
      "UnifiedAgentConfigurator.sh -i 10.0.0.4 -P /root/passphrase.txt -q\n"
      "passphrase failed validation\n",
      "cat: /usr/local/InMage/private/connection.passphrase: Permission denied\n",
      "C:\\ProgramData\\Microsoft Azure Site Recovery\\private\\connection.passphrase: not found\n",
      "Failed to get token: connection refused\n",
      "Failed to get AAD token: AADSTS700016: Application was not found\n",
      // Configuration
      "PasswordAuthentication yes\nPermitEmptyPasswords no\nPubkeyAuthentication yes\n"
      "HostKey /etc/ssh/ssh_host_ed25519_key\n",
      "passwd:         files systemd\ngroup:          files systemd\nshadow:         files\n",
      "passwd: compat sss\n",
      "auth [success=1 default=ignore] pam_unix.so nullok\npassword requisite pam_pwquality.so "
      "retry=3\n"
      "@include common-password\n",
      "password_file=/etc/x\npassword-store: basic\ntoken_type=Bearer\n",
      "IPV6_TOKEN=::5\n      ipv6-address-token: \"::a:b:c:d\"\ntoken=::1:2\n",
      "network:\n  version: 2\n  ethernets:\n    ens160:\n      dhcp4: true\n      addresses: "
      "[10.0.0.5/24]\n",
      "[connection]\nid=Wired 1\nuuid=6f1c\ntype=ethernet\n[ipv4]\nmethod=auto\n[wifi-security]\n"
      "key-mgmt=wpa-psk\npsk-flags=1\n",
      "DEVICE=eth0\nBOOTPROTO=none\nHWADDR=00:50:56:aa:bb:cc\nIPADDR=10.0.0.5\n",
      "net.ipv4.tcp_syncookies = 1\n",
      "PWD=/root\nOLDPWD=/\n",
      "lock_passwd: true\nssh_pwauth: false\n",
      // Lists of packages
      "ii  libsecret-1-0:amd64  0.20.5  amd64\nii  gir1.2-secret-1:amd64  0.20.5\nii  passwd  "
      "1:4.13\n",
      // Logs
      "Nov 23 19:40:12 h sshd[1]: Failed password for root from 10.0.0.1 port 22 ssh2\n",
      "Nov 23 19:40:12 h sudo: pam_unix(sudo:auth): a password is required\n",
      "Nov 23 h sudo: root : TTY=pts/0 ; PWD=/root ; USER=root ; COMMAND=/bin/ls\n",
      "type=ANOM_ABEND msg=audit(1.1:1): auid=0 pid=1 comm=\"x\" sig=11 res=1\n",
      "ERROR 1045: Access denied for user 'x'@'y' (using password: YES)\n",
      "12 passed, pass=12 fail=0\n",
      "Basic system initialization done. Reached target Basic System.\n",
      "The bearer authentication scheme, Basic settings, basic authentication\n",
      "usage: tool <user> <password> [options]\n  --password-file FILE\n",
      "https://<user>:<password>@host/path\n",
      "WWW-Authenticate: Bearer authorization_uri=\"https://login.windows.net/x\"\n",
      "see https://host:443/a@b and //host/share and git@github.com:x/y\n",
      "mount: /dev/sda1 on / type ext4 (rw,relatime)\nmailto=a:b\nhref=mailto:a@b\n"
      "Documentation=man:systemd-fsck@.service(8)\nx --no-ask-password -H h\n"
      "a -pass | -b\nsig=$1\n: ${pass:-x}\n"
      "<name>password</name><other>x</other>\n"
      "image=registry:5000/x@sha256:abc\n",
      "docker run -u 1000:1000 x\nrsync -u host:/a /b\nssh -p 2222 h\ndf -P /mnt\n",
      "echo \"$1$2\" | sed 's/^$5$//'\n",
      "std::Token::Parse failed\n",
      // Answers
      "{\"ifname\":\"eth0\",\"link_type\":\"ether\",\"address\":\"00:50:56:aa:bb:cc\",\"key\":1}\n",
      "{\"authorization\": {\"action\": \"Microsoft.RecoveryServices/x\", \"scope\": \"/y\"}}\n",
      "{\"keyName\":\"k\",\"publicKey\":\"x\",\"passwordAuthentication\":false}\n",
      "<returnval><key>52a4</key><name>vm</name><thumbprint>AA:BB</thumbprint></returnval>\n",
      "<?xml version=\"1.0\"?><x a=\"b\" name=\"c\" value=\"d\">e</x>\n",
      "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEeyJhbGciOiJSUzI1NiIs\n-----END "
      "CERTIFICATE-----\n",
      "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n",
      "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ root@h\n",
      "BOOT_IMAGE=/boot/vmlinuz-6.1.0-18-amd64 root=UUID=6f1c ro quiet\n",
      "root:x:0:0:root:/root:/bin/bash\n",
      "file 0644 21 /etc/netplan/01.yaml\nnetwork: {version: 2}\n",
  };
  for (std::string_view text : clean) {
    CAPTURE(text);
    CHECK(fbd::without_secrets(text) == text);
  }
  // Bytes of any kind.
  std::string bytes;
  for (int i = 0; i < 1024; ++i) bytes += static_cast<char>(i * 7);
  CHECK(fbd::without_secrets(bytes) == bytes);
}

TEST_CASE("UTF-16 is looked through like any other text") {
  const auto wide = [](std::string_view text) {
    std::string out = "\xFF\xFE";
    for (char c : text) {
      out += c;
      out += '\0';
    }
    return out;
  };
  CHECK(fbd::without_secrets(wide("a\r\nPassphrase=x y\r\nb\r\n")) ==
        wide("a\r\nPassphrase=<redacted>\r\nb\r\n"));
  // A lone surrogate, a euro sign, an odd byte at the end.
  const std::string odd = "\xFF\xFE\x00\xD8\xAC\x20\x0A\x00\xFC\x00x"s;
  CHECK(fbd::without_secrets(odd) == odd);
}

TEST_CASE("redaction takes time in proportion to the length") {
  constexpr std::string_view pieces[]{"a",
                                      "=",
                                      " ",
                                      "\n",
                                      "\"",
                                      "\\",
                                      "<",
                                      "-",
                                      "$",
                                      "//",
                                      "password=",
                                      "password:",
                                      "password: ",
                                      "\"password\":",
                                      "password\n",
                                      "<password>",
                                      "<password",
                                      "<password a=\"",
                                      "</password>",
                                      "<a name=\"password\">",
                                      "-----BEGIN ",
                                      "-----BEGIN PRIVATE KEY-----",
                                      "eyJ",
                                      "Bearer ",
                                      "//a:b/",
                                      "a=b:",
                                      "password=a;",
                                      "password=;",
                                      "x;password=a ",
                                      "password: |\n ",
                                      "password:\n  a\n",
                                      "\"password\": {",
                                      "\"password\",",
                                      "Basic dXNl",
                                      "curl -u ",
                                      "key: ",
                                      "&lt;password&gt;",
                                      "--password ",
                                      "$6$",
                                      "password=\"",
                                      "password='",
                                      "\\\"password\\\":\\\"",
                                      "password: !a ",
                                      "password: {",
                                      "shared key ",
                                      "%3D",
                                      "\\u0026sig=",
                                      "hex",
                                      "secret=hex\\\n",
                                      "----",
                                      "---- ",
                                      "[{\"name\": \"password\", \"value\" "};
  constexpr std::size_t size = 1U << 14U;
  for (std::string_view piece : pieces) {
    CAPTURE(piece);
    // What is quadratic takes sixteen times as long; what is linear, a few milliseconds anyway.
    const double once = seconds_of(repeated(piece, size));
    const double four_times = seconds_of(repeated(piece, 4 * size));
    CHECK(four_times < 9 * once + 0.02);
    CHECK(four_times < 2);
  }
  CHECK(seconds_of("password=" + std::string(80'000, 'x')) < 1);
  CHECK(seconds_of("{\"password\":\"" + std::string(80'000, '\\')) < 1);
}
