#!/bin/sh
# A laptop in namespaces of this machine's kernel, with a network, processes, mounts and cgroups of its own:
#   laptop.sh <name>
# Its first process says which process it is here, and then runs each line that it reads in the background. It ends with
# its input, or when it is killed, and everything on the laptop with it, as when the power fails.
set -eu
name=$1
cgroups=/sys/fs/cgroup

if [ "${2:-outside}" = outside ]; then
  # Whatever runs on it is in cgroups below these, one in every hierarchy that there is.
  for procs in "$cgroups/cgroup.procs" "$cgroups"/*/cgroup.procs; do
    hierarchy=${procs%/cgroup.procs}
    [ -f "$procs" ] || continue
    mkdir -p "$hierarchy/$name"
    # In version 1 nobody may run where no CPU is given.
    for file in cpuset.cpus cpuset.mems; do
      [ ! -f "$hierarchy/$file" ] || cat "$hierarchy/$file" > "$hierarchy/$name/$file"
    done
    echo $$ > "$hierarchy/$name/cgroup.procs"
    [ ! -f "$cgroups/cgroup.controllers" ] || break
  done
  exec unshare --mount --net --pid --cgroup --fork sh "$0" "$name" inside
fi

# What follows would be the ruin of the machine itself.
[ $$ = 1 ] || { echo 'not the first process of a laptop' >&2; exit 1; }
# While /proc is still that of the machine.
read -r pid _ < /proc/self/stat
hierarchies=$(cat /proc/self/cgroup)
mount -t proc proc /proc
mount -t tmpfs tmpfs /run

if [ -f "$cgroups/cgroup.controllers" ]; then
  mount -t cgroup2 cgroup2 "$cgroups"
  # Version 2 gives controllers only to those below, when nobody runs above.
  mkdir -p "$cgroups/init"
  echo 1 > "$cgroups/init/cgroup.procs"
  for controller in $(cat "$cgroups/cgroup.controllers"); do
    echo "+$controller" > "$cgroups/cgroup.subtree_control" || :
  done
else
  mount -t tmpfs tmpfs "$cgroups"
  echo "$hierarchies" | while IFS=: read -r _ controllers _; do
    folder=$cgroups/${controllers#name=}
    case $controllers in
      '') mkdir "$cgroups/unified" && mount -t cgroup2 cgroup2 "$cgroups/unified" ;;
      name=*) mkdir "$folder" && mount -t cgroup -o "none,$controllers" cgroup "$folder" ;;
      *) mkdir "$folder" && mount -t cgroup -o "$controllers" cgroup "$folder" ;;
    esac
  done
fi
ip link set lo up

echo "$pid"
exec 3<&0
# What a line starts belongs to the first process, which sees to its end.
(while read -r line; do (sh -c "$line" &) done) <&3 &
wait $!
