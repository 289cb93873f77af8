// The procedures of AFS's volume, process and database servers, as in `RxProcedures.swift`.
extension RxService {
  /// The procedures of the volume location server.
  static let volumeLocationCalls = RxProcedures(
    (
      501,
      """
      create-entry%V
      delete-entry volid%d%w
      get-entry-by-id volid%d%w
      get-entry-by-name%s
      get-new-volume-id bump%d
      replace-entry volid%d%w%V
      update-entry volid%d%w
      setlock volid%d%w
      releaselock volid%d%w
      list-entry index%d
      list-attrib
      linked-list
      get-stats
      probe
      get-addrs
      change-addr
      create-entry-n%V
      get-entry-by-id-n volid%d%w
      get-entry-by-name-n%s
      replace-entry-n volid%d%w%V
      list-entry-n index%d
      list-attrib-n
      linked-list-n
      update-entry-by-name%s
      create-entry-u
      get-entry-by-id-u
      get-entry-by-name-u%s
      replace-entry-u
      list-entry-u
      list-attrib-u
      linked-list-u
      regaddr
      get-addrs-u
      list-attrib-n2
      """
    ))

  /// The procedures of the volume server.
  static let volumeCalls = RxProcedures(
    (
      100,
      """
      create-volume partition%u name%s type%u parent%u
      delete-volume trans%u
      restore totrans%u flags%u
      forward fromtrans%u fromdate%t%D desttrans%d
      end-trans trans%u
      clone trans%u purgevol%u newtype%u newname%s
      set-flags trans%u flags%u
      get-flags trans%u
      trans-create vol%u partition%u flags%u
      dump fromtrans%u fromdate%t
      get-nth-volume index%u
      set-forwarding tid%u newsite%u
      get-name tid
      get-status tid
      sig-restore name%s type%u pid%u cloneid%u
      list-partitions
      list-volumes partition%u flags%u
      set-id-types tid%u name%s type%u pid%u clone%u backup%u
      monitor
      partition-info name%s
      reclone tid%u
      list-one-volume partid%u volid%u
      nuke partid%u volid%u
      set-date tid%u date%t
      x-list-volumes partid%u volid%u
      x-list-one-volume partid%u volid%u
      set-info tid%u
      x-list-partitions
      forward-multiple fromtrans%u fromdate%t%r
      """
    ),
    (
      65_536,
      """
      convert-ro partid%u volid%u
      get-size
      dump-v2 fromtrans%u fromdate%t flags%u
      """
    ))

  /// The procedures of the server that controls the others.
  static let processCalls = RxProcedures(
    (
      80,
      """
      create-bnode type%s instance%s
      delete-bnode%s
      set-status%s status%d
      get-status%s
      enumerate-instance%d
      get-instance-info%s
      get-instance-parm%s num%d
      add-superuser%s
      delete-superuser%s
      list-superusers%d
      list-keys%d
      add-key%d
      delete-key%d
      set-cell-name%s
      get-cell-name
      get-cell-host%d
      add-cell-host%s
      delete-cell-host%s
      set-t-status%s status%d
      shutdown-all
      restart-all
      startup-all
      set-noauth-flag
      re-bozo
      restart%s
      start-bozo-install%s size%d flags%d date%d
      uninstall%s
      get-dates
      exec%s
      prune
      set-restart-time
      get-restart-time
      start-bozo-log%s
      wait-all
      get-instance-strings%s
      get-restricted
      set-restricted
      """
    ))

  /// The procedures of Ubik, by which the servers of a database elect one.
  static let elections = RxProcedures(
    (
      10_000,
      """
      vote-beacon%y votestart%t dbversion%v tid%v
      vote-debug-old
      vote-sdebug-old
      vote-getsyncsite site%u
      vote-debug
      vote-sdebug
      vote-xdebug
      vote-xsdebug
      """
    ),
    (
      20_000,
      """
      disk-begin tid%v
      disk-commit tid%v
      disk-lock tid%v file%d pos%d length%d%x
      disk-write tid%v file%d pos%d
      disk-getversion
      disk-getfile file%d
      disk-sendfile file%d length%d dbversion%v
      disk-abort tid%v
      disk-releaselocks tid%v
      disk-truncate tid%v file%d length%d
      disk-probe tid%v
      disk-writev
      disk-interfaceaddr tid%v oldversion%v newversion%v
      disk-setversion
      """
    ))
}
