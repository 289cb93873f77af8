import SocketDiagnosis
import Testing

/// Lines of /proc/PID/cgroup as they are on machines with systemd and container runtimes.
@Suite struct ControlGroupTests {
  private static let id = String(repeating: "0123456789abcdef", count: 4)

  @Test(arguments: [
    ("0::/system.slice/ssh.service\n", "ssh.service", nil),
    ("0::/user.slice/user-1000.slice/session-3.scope\n", "session-3.scope", nil),
    (
      "0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-firefox-17.scope\n",
      "app-firefox-17.scope", nil
    ),
    ("0::/system.slice/docker-\(id).scope\n", "docker-\(id).scope", "0123456789ab"),
    ("12:cpu:/docker/\(id)\n0::/docker/\(id)\n", nil, "0123456789ab"),
    (
      "0::/kubepods.slice/kubepods-burstable.slice/cri-containerd-\(id).scope\n",
      "cri-containerd-\(id).scope", "0123456789ab"
    ),
    ("0::/machine.slice/machine-debian\\x2d12.scope\n", "machine-debian-12.scope", "debian-12"),
    ("0::/lxc.payload.web/system.slice/nginx.service\n", "nginx.service", "web"),
    ("9:name=systemd:/system.slice/cron.service\n0::/\n", "cron.service", nil),
    ("5:devices:/system.slice/other.service\n0::/\n", nil, nil), ("", nil, nil), ("0:\n", nil, nil),
  ])
  func `units and containers are those of the innermost groups`(
    lines: String, unit: String?, container: String?
  ) {
    let group = ControlGroup(lines: lines)
    #expect(group.unit == unit)
    #expect(group.container == container)
  }
}
