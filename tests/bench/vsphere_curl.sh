#!/bin/sh
# The floor: the same answer, asked for with curl and thrown away. For scripts/bench-vsphere:
#   vsphere_curl.sh PROPERTY ...
set -eu
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
ask() {  # BODY OUTPUT
  printf '%s' "<Envelope xmlns=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><Body>$1</Body></Envelope>" |
    curl -sSfk --http1.1 -H 'Content-Type: text/xml' -H 'Expect:' -b "$directory/cookies" -c "$directory/cookies" \
      --data-binary @- -o "$2" -w "${3:-}" "$GOVC_URL"
}
ask "<Login xmlns=\"urn:vim25\"><_this type=\"SessionManager\">SessionManager</_this><userName>$GOVC_USERNAME</userName><password>$GOVC_PASSWORD</password></Login>" /dev/null
ask '<CreateContainerView xmlns="urn:vim25"><_this type="ViewManager">ViewManager</_this><container type="Folder">group-d1</container><type>VirtualMachine</type><recursive>true</recursive></CreateContainerView>' "$directory/view"
view=$(sed -n 's/.*<returnval[^>]*>\([^<]*\)<.*/\1/p' "$directory/view")
paths=
for path in "$@"; do paths="$paths<pathSet>$path</pathSet>"; done
ask "<RetrievePropertiesEx xmlns=\"urn:vim25\"><_this type=\"PropertyCollector\">propertyCollector</_this><specSet><propSet><type>VirtualMachine</type>$paths</propSet><objectSet><obj type=\"ContainerView\">$view</obj><skip>true</skip><selectSet xsi:type=\"TraversalSpec\"><type>ContainerView</type><path>view</path><skip>false</skip></selectSet></objectSet></specSet><options/></RetrievePropertiesEx>" /dev/null '%{size_download} bytes
'
ask '<Logout xmlns="urn:vim25"><_this type="SessionManager">SessionManager</_this></Logout>' /dev/null
