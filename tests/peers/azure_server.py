"""Makes nginx serve a vault: azure_server.py SCENARIO DIRECTORY PORT PLAIN_PORT [FAULT]

The bodies are those of a scenario's answers, moved in time so that they are as old now as they were
then; lists come in pages of two, or of PAGE_SIZE. Tokens are given at /TENANT/oauth2/v2.0/token and, on PLAIN_PORT
and with "Metadata: true" only, by a metadata service. FAULT is something done to the list of
replicated items: html, loop, foreign, gzip, large (50 MB
in one page), huge (70 MB), throttle, deny,
containers (only the items of each container are told); something done to the fabrics: fabric (one more, and
it fails); or expire: the first token that
is given does not work any more when it is used."""
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys

scenario, directory, port, plain_port = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), *sys.argv[3:5]
fault = sys.argv[5] if len(sys.argv) > 5 else ""
page_size = int(os.environ.get("PAGE_SIZE", "2"))
token = "eyTOKENeyTOKENeyTOKEN"
here = f"https://127.0.0.1:{port}"


def give(text):
    return """return 200 '{"token_type":"Bearer","expires_in":3599,"access_token":"%s"}';""" % text


# The first token of a minute is an old one, whatever connection it is asked for on.
old_token_first = ("limit_req zone=tokens; limit_req_status 429; error_page 429 = @fresh; "
                   f"proxy_pass http://127.0.0.1:{plain_port}/old-token;")
bodies = directory / "bodies"
bodies.mkdir(parents=True, exist_ok=True)

recorded = datetime.datetime(2026, 11, 26, 21, 0, 0)
shift = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) - recorded


def moved(match):
    when = datetime.datetime.strptime(match[1], "%Y-%m-%dT%H:%M:%S")
    if not 2020 < when.year < 2100:
        return match[0]  # those that mean "never"
    return (when + shift).strftime("%Y-%m-%dT%H:%M:%S") + match[2]


def in_time(text):
    return re.sub(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)((?:\.\d+)?Z)", moved, text)


locations = []
served = {}


def healthy_item():
    answer = scenario.parent / "azure-classic-well/bundle/observations/vault01/azure.protected-items"
    item = json.loads(answer.read_text())["answers"][0]["pages"][0]["value"][0]
    item["properties"]["providerSpecificDetails"]["targetVmId"] = None
    return item


def refusal(status, code, message):
    body = json.dumps({"error": {"code": code, "message": message}})
    return f"return {status} '{body}';"


def serve(path, pages, error=None):
    number = len(served)
    if path.lower() in served:
        return
    served[path.lower()] = number
    is_items = path.lower().endswith("vault01/replicationprotecteditems")
    rules = [f"default_type {'text/html' if is_items and fault == 'html' else 'application/json'};"]
    if is_items and fault == "deny":
        rules.append(refusal(403, "AuthorizationFailed", "The client has no authorization."))
    if is_items and fault == "html":
        rules += ["return 200 '<html><body>Sign in to the proxy</body></html>';"]
    if is_items and fault == "gzip":
        rules.append("add_header Content-Encoding gzip always;")
    if is_items and fault == "throttle":
        rules += ["limit_req zone=slow;", "limit_req_status 429;", "error_page 429 = @busy;"]
    rules.append("if ($allowed = 0) { " + refusal(401, "ExpiredAuthenticationToken", "The access token has expired.") + " }")
    rules.append("if ($args !~ api-version=) { " + refusal(400, "MissingApiVersionParameter", "The api-version is missing.") + " }")
    rules.append("if ($request_method != GET) { " + refusal(405, "MethodNotAllowed", "GET only.") + " }")
    if error:
        rules.append(refusal(error["status"], error["code"], error["message"].replace("'", "&#39;")))
    else:
        all_pages = []
        for page in pages:
            values = page.get("value")
            if values is None:
                all_pages.append(page)
                continue
            all_pages += [{"value": values[i:i + page_size]} for i in range(0, max(len(values), 1), page_size)]
        for i, page in enumerate(all_pages):
            if "value" in page:
                last = i + 1 == len(all_pages)
                page["nextLink"] = None if last else f"{here}{path}?api-version=2024-04-01&page={i + 1}"
                if is_items and fault == "loop":
                    page["nextLink"] = f"{here}{path}?api-version=2024-04-01&page=0"
                if is_items and fault == "foreign":
                    page["nextLink"] = f"https://localhost:{port}{path}?api-version=2024-04-01&page=1"
            text = in_time(json.dumps(page))
            if is_items and fault == "gzip":
                import gzip
                packed = gzip.compress(text.encode())
                (bodies / f"{number}.{i}.json").write_bytes(packed[: len(packed) // 2])
                continue
            if is_items and fault in ("large", "huge"):
                # The real items, and so many more healthy ones that the page is 50 MB, or 70.
                whole = [one for each in pages for one in each["value"]]
                well = json.loads(in_time(json.dumps(healthy_item())))
                count = (50_000_000 if fault == "large" else 70_000_000) // len(json.dumps(well))
                for k in range(count):
                    new = f"more{k:06}"
                    properties = dict(well["properties"], friendlyName=new)
                    whole.append(dict(well, id=well["id"].replace(well["name"], new), name=new, properties=properties))
                text = in_time(json.dumps({"value": whole, "nextLink": None}))
            (bodies / f"{number}.{i}.json").write_text(text)
        rules.append(f"rewrite ^ /bodies/{number}.$page.json break; root {directory};")
    locations.append(f"location ~* ^{re.escape(path)}$ {{ {' '.join(rules)} }}")


def serve_in_container(pages):
    """The items of a vault whose list of all items is refused: all are in one container."""
    fabric = next(iter(fabrics))
    container = f"{fabric}/replicationProtectionContainers/cloud_1"
    for each in fabrics:
        serve(f"{each}/replicationProtectionContainers", [{"value": [{"id": container}] if each == fabric else []}])
    serve(f"{container}/replicationProtectedItems", pages)


def answers(name):
    for file in scenario.glob(f"*/observations/vault01/{name}"):
        return json.loads(file.read_text())["answers"]
    return []


fabrics = [answer["path"] for answer in answers("azure.fabric")]
if fault == "containers":
    listed = answers("azure.protected-items")[0]
    serve_in_container(listed["pages"])
    serve(listed["path"], [], {"status": 400, "code": "OperationNotSupported", "message": "Ask for each container."})
if fault == "fabric":  # one more, which the service cannot tell about
    listed = answers("azure.fabrics")[0]
    more = listed["path"] + "/broken01"
    values = [one for page in listed["pages"] for one in page["value"]]
    serve(listed["path"], [{"value": values + [dict(values[0], id=more, name="broken01")]}])
    serve(more, [], {"status": 500, "code": "InternalServerError", "message": "Try again later."})
for file in sorted(scenario.glob("*/observations/vault01/*")):
    for answer in json.loads(file.read_text())["answers"]:
        serve(answer["path"], answer.get("pages", []), answer.get("error"))

subprocess.run(
    ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
     "-keyout", directory / "key.pem", "-out", directory / "ca.pem", "-days", "30", "-subj", "/CN=127.0.0.1",
     "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"], check=True, capture_output=True)
lines = "\n  ".join(locations)
as_root = "user root;" if os.geteuid() == 0 else ""  # the directory is nobody's but ours
(directory / "nginx.conf").write_text(f"""
{as_root} worker_processes 1; daemon off; pid {directory}/nginx.pid; error_log {directory}/error.log;
events {{ worker_connections 256; }}
http {{
 access_log {directory}/access.log; client_body_temp_path {directory}/t1; proxy_temp_path {directory}/t2;
 fastcgi_temp_path {directory}/t3; uwsgi_temp_path {directory}/t4; scgi_temp_path {directory}/t5;
 log_format kept '$request_method $host $uri $status $http_metadata'; access_log {directory}/requests.log kept;
 log_format whole '$request_method\t$request_uri\t$http_authorization\t$http_x_ms_client_request_id';
 access_log {directory}/whole.log whole;
 log_format posted '$request_method\t$request_uri\t$content_type\t$request_body';
 limit_req_zone $server_name zone=slow:1m rate=1r/s;
 limit_req_zone $server_name zone=tokens:1m rate=1r/m;
 map $arg_page $page {{ default 0; ~^(?<n>[0-9]+)$ $n; }}
 map $http_authorization $allowed {{ default 0; "~^Bearer {token}" 1; }}
 server {{
  listen 127.0.0.1:{port} ssl; server_name vault;
  ssl_certificate {directory}/ca.pem; ssl_certificate_key {directory}/key.pem;
  location = /tenant01/oauth2/v2.0/token {{ default_type application/json;
   if ($request_method != POST) {{ return 405; }}
   access_log {directory}/tokens.log posted; access_log {directory}/requests.log kept;
   {old_token_first if fault == "expire" else f"proxy_pass http://127.0.0.1:{plain_port}/token;"} }}
  location @fresh {{ default_type application/json; rewrite ^ /token break; proxy_pass http://127.0.0.1:{plain_port}; }}
  location @busy {{ default_type application/json; add_header Retry-After 1 always;
   return 429 '{{"error":{{"code":"TooManyRequests","message":"Later."}}}}'; }}
  {lines}
  location / {{ default_type application/json;
   return 404 '{{"error":{{"code":"ResourceNotFound","message":"There is no such resource."}}}}'; }}
 }}
 server {{ listen 127.0.0.1:{plain_port};
  location = /old-token {{ access_log off; default_type application/json; {give("eyOLDeyOLDeyOLDeyOLD")} }}
  location = /token {{ access_log off; default_type application/json; {give(token)} }}
  location = /metadata/identity/oauth2/token {{ default_type application/json;
   if ($http_metadata != true) {{ return 400 '{{"error":"invalid_request"}}'; }}
   return 200 '{{"access_token":"{token}","expires_on":"1900000000","token_type":"Bearer"}}'; }} }}
}}
""")
