#!/usr/bin/env bash
# Runs a command on a private desktop: an X server without a screen, a session bus with
# accessibility switched on, and a window manager. usage: desktop.sh [WIDTHxHEIGHT] COMMAND…
set -euo pipefail

size=1280x800
if [[ $1 =~ ^[0-9]+x[0-9]+$ ]]; then size=$1; shift; fi

if [[ -z ${CANOPY_TEST_DESKTOP:-} ]]; then
    run=$(mktemp -d); chmod 700 "$run"
    export CANOPY_TEST_DESKTOP=1 XDG_RUNTIME_DIR=$run LIBGL_ALWAYS_SOFTWARE=1 GTK_USE_PORTAL=0
    unset WAYLAND_DISPLAY AT_SPI_BUS_ADDRESS
    # The server picks a free display itself, so that several desktops never meet.
    Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp +extension GLX -noreset \
        3>"$run/display" 2>"$run/xvfb.log" &
    server=$!
    trap 'kill $server 2>/dev/null || true; rm -rf "$run"' EXIT
    for _ in $(seq 200); do [[ -s $run/display ]] && break; sleep 0.05; done
    DISPLAY=:$(head -1 "$run/display"); export DISPLAY
    dbus-run-session -- "$0" "$size" "$@"
    exit
fi

# A window builds its accessibility tree only while somebody listens.
for switch in IsEnabled ScreenReaderEnabled; do
    dbus-send --session --print-reply --dest=org.a11y.Bus /org/a11y/bus \
        org.freedesktop.DBus.Properties.Set \
        string:org.a11y.Status string:$switch variant:boolean:true >/dev/null
done
openbox 2>/dev/null &
manager=$!
sleep 0.3
status=0
"$@" || status=$?
kill $manager 2>/dev/null || true
exit $status
