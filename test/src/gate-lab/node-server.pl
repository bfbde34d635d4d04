# Answers HTTP on each port with the name it is given and the number of the connection, for as long as the client stays,
# and datagrams with the name and what they say. Arguments: the name, then ports.
use IO::Socket::INET;
use IO::Select;
my ($name, @ports) = @ARGV;
my ($all, %is, $count) = (IO::Select->new);
for my $port (@ports) {
  my $tcp = IO::Socket::INET->new(LocalPort => $port, Listen => 128, ReuseAddr => 1) or die $!;
  my $udp = IO::Socket::INET->new(LocalPort => $port, Proto => 'udp') or die $!;
  ($is{$tcp}, $is{$udp}) = ('tcp', 'udp');
  $all->add($tcp, $udp);
}
while (my @ready = $all->can_read) {
  for my $socket (@ready) {
    my $kind = $is{$socket};
    if ($kind eq 'tcp') { my $new = $socket->accept; $is{$new} = ++$count; $all->add($new) }
    elsif ($kind eq 'udp') { $socket->recv(my $said, 4096); $socket->send("$name $said") }
    elsif (!sysread $socket, my $said, 65536) { $all->remove($socket); delete $is{$socket}; close $socket }
    else { my $body = "$name $kind\n"; syswrite $socket, "HTTP/1.1 200 OK\r\nContent-Length: ".length($body)."\r\n\r\n$body" }
  }
}
