#!/bin/bash
# Is the program in this container well? Exit code 0 when http://127.0.0.1:HEALTH_PORT HEALTH_PATH answers 200.
# Plain bash, because the image has no other client.
set -u
port=${HEALTH_PORT:-8080}
path=${HEALTH_PATH:-/healthz}
exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n' "$path" "$port" >&3
read -r -t 4 _ status _ <&3 || exit 1
[ "$status" = 200 ]
