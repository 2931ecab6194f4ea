"""The configuration of nginx, as text: pure functions of what is served.

A visitor stays on one replica: a cookie names the one that answered last. Where that one is down, another answers,
and the cookie names that one from then on.

>>> print(configuration(Front(port=8500, replicas=(41001, 41002), folder=Path("runs/serve"), static=static())))
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

COOKIE = "seqdemo_replica"
CONNECTIONS, REQUESTS, BURST = 4000, 200, 4000
"""Of one address, behind which a whole school may be: connections at once; requests a second, and so many in a rush."""
MOST_BODY = "10m"


@dataclass(frozen=True)
class Front:
    """What nginx is told. Paths are absolute; `replicas` are ports on this machine, in the order of their names."""

    port: int
    replicas: tuple[int, ...]
    folder: Path
    static: Path
    address: str = "0.0.0.0"
    certificate: Path | None = None
    key: Path | None = None
    frame_ancestors: str = "'self'"


def configuration(front: Front) -> str:
    """Returns all of nginx.conf, for a master process of an ordinary user."""
    return "\n".join(
        [
            *_process(front),
            "http {",
            *_indented(_http(front)),
            *_indented(_upstreams(front.replicas)),
            "    server {",
            *_indented(_server(front), 2),
            "    }",
            "}",
            "",
        ]
    )


def policy(frame_ancestors: str) -> str:
    """Returns the content security policy: as strict as Streamlit and its components allow.

    Its page has scripts and styles of its own inside, its components are modules made in the browser (blob), and
    Plotly compiles functions.
    """
    allowed = {
        "default-src": "'self'",
        "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src": "'self' 'unsafe-inline' blob:",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "frame-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": frame_ancestors,
    }
    return "; ".join(f"{name} {value}" for name, value in allowed.items())


def headers(front: Front) -> dict[str, str]:
    """Returns what every answer carries. No address is handed on: it has what a visitor typed."""
    return {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Content-Security-Policy": policy(front.frame_ancestors),
        **({"Strict-Transport-Security": "max-age=31536000"} if front.certificate else {}),
    }


def _process(front: Front) -> list[str]:
    return [
        # only root may choose, and would otherwise get workers that cannot read the folder
        *(["user root;"] if os.geteuid() == 0 else []),
        "daemon off;",
        "worker_processes 1;",
        "worker_rlimit_nofile 16384;",
        # connections to replicas that are replaced end by then
        "worker_shutdown_timeout 10s;",
        f"pid {front.folder}/nginx.pid;",
        # what is less than critical would name whole addresses, and these have what visitors typed
        f"error_log {front.folder}/nginx-error.log crit;",
        "events { worker_connections 8192; }",
    ]


def _http(front: Front) -> list[str]:
    temporary = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return [
        "include /etc/nginx/mime.types;",
        "default_type application/octet-stream;",
        *(f"{name}_temp_path {front.folder}/{name};" for name in temporary),
        # no address of a visitor, and no query: it has what was typed
        "log_format quiet '$time_iso8601 $status $request_method $uri $request_time $upstream_addr';",
        f"access_log {front.folder}/nginx-access.log quiet;",
        "server_tokens off;",
        "sendfile on;",
        "tcp_nodelay on;",
        "keepalive_timeout 65s;",
        f"client_max_body_size {MOST_BODY};",
        "large_client_header_buffers 8 32k;",
        "limit_conn_zone $binary_remote_addr zone=connections:1m;",
        f"limit_req_zone $binary_remote_addr zone=requests:1m rate={REQUESTS}r/s;",
        "limit_conn_status 429;",
        "limit_req_status 429;",
        "gzip on;",
        "gzip_comp_level 5;",
        "gzip_min_length 1024;",
        "gzip_vary on;",
        "gzip_proxied any;",
        "gzip_types text/css text/plain application/javascript application/json image/svg+xml application/wasm;",
        "map $http_upgrade $connection_upgrade { default upgrade; '' ''; }",
    ]


def _upstreams(replicas: tuple[int, ...]) -> list[str]:
    names = range(1, len(replicas) + 1)
    servers = [f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s" for port in replicas]
    lines = ["upstream any { least_conn; " + " ".join(f"{server};" for server in servers) + " }"]
    for name in names:
        others = [f"{server} backup;" for other, server in enumerate(servers, 1) if other != name]
        lines.append(f"upstream replica_{name} {{ {servers[name - 1]}; {' '.join(others)} }}")
    chosen = " ".join(f"{name} replica_{name};" for name in names)
    answered = " ".join(f"~:{port}$ {name};" for name, port in zip(names, replicas, strict=True))
    return [
        *lines,
        f"map $cookie_{COOKIE} $chosen {{ default any; {chosen} }}",
        f"map $upstream_addr $answered {{ {answered} }}",
    ]


def _server(front: Front) -> list[str]:
    secure = front.certificate is not None
    always = [f'add_header {name} "{value}" always;' for name, value in headers(front).items()]
    cookie = f"{COOKIE}=$answered; Path=/; HttpOnly; SameSite=Lax" + "; Secure" * secure
    return [
        f"listen {front.address}:{front.port}{' ssl' * secure} backlog=4096;",
        *(
            [
                f"ssl_certificate {front.certificate};",
                f"ssl_certificate_key {front.key};",
                "ssl_protocols TLSv1.2 TLSv1.3;",
                "ssl_session_cache shared:tls:2m;",
            ]
            if secure
            else []
        ),
        f"limit_conn connections {CONNECTIONS};",
        "error_page 429 502 503 504 /busy;",
        "location = /busy {",
        "    internal;",
        *(f"    {line}" for line in always),
        "    add_header Retry-After 5 always;",
        "    default_type text/html;",
        f"    return 503 '{_busy()}';",
        "}",
        # their names change with their content
        "location /static/ {",
        f"    alias {front.static}/static/;",
        *(f"    {line}" for line in always),
        '    add_header Cache-Control "public, max-age=31536000, immutable" always;',
        "}",
        # for those who look after the machine: they ask the replicas themselves
        "location ~ ^/(_stcore/)?metrics$ { deny all; }",
        "location / {",
        f"    limit_req zone=requests burst={BURST} nodelay;",
        "    proxy_pass http://$chosen;",
        "    proxy_http_version 1.1;",
        "    proxy_set_header Host $http_host;",
        "    proxy_set_header Upgrade $http_upgrade;",
        "    proxy_set_header Connection $connection_upgrade;",
        "    proxy_set_header X-Forwarded-For $remote_addr;",
        "    proxy_set_header X-Forwarded-Proto $scheme;",
        "    proxy_connect_timeout 2s;",
        "    proxy_read_timeout 1h;",
        "    proxy_send_timeout 1h;",
        "    proxy_buffering off;",
        "    proxy_next_upstream error timeout http_502 http_503;",
        *(f"    {line}" for line in always),
        f'    add_header Set-Cookie "{cookie}" always;',
        "}",
    ]


def _busy() -> str:
    """A page that says so and tries again by itself."""
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>A moment · seqdemo</title></head>'
        '<body style="font: 1.1rem/1.6 sans-serif; margin: 15vh auto; max-width: 34rem; padding: 0 1rem">'
        "<h1>A moment</h1><p>Many open this page at once. It tries again by itself every five seconds.</p>"
        "</body></html>"
    )


def _indented(lines: list[str], times: int = 1) -> list[str]:
    return [f"{'    ' * times}{line}" for line in lines]
