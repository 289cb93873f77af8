// The procedures of AFS's services by number, one a line: the name, then labels and arguments. The letters are those of
// `PacketPrinter.printRxArguments(_:_:_:)`.
extension RxService {
  /// The procedures of the file server.
  static let fileCalls = RxProcedures(
    (
      130,
      """
      fetch-data%F offset%u length%u
      fetch-acl%F
      fetch-status%F
      store-data%F%S offset%u length%u flen%u
      store-acl%F%A
      store-status%F%S
      remove-file%F%s
      create-file%F%s%S
      rename old%F%s new%F%s
      symlink%F%s link to%s
      link%F%s link to%F
      makedir%F%s%S
      rmdir%F%s
      oldsetlock%F
      oldextlock%F
      oldrellock%F
      get-stats
      give-cbs
      get-vlinfo%s
      get-vlstats volid%u
      set-vlstats volid%u
      get-rootvl
      check-token
      get-time
      nget-vlinfo volname%s
      bulk-stat%l
      setlock%F
      extlock%F
      rellock%F
      xstat-ver
      get-xstat
      dfs-lookup
      dfs-flushcps
      dfs-symlink
      """
    ),
    (
      220,
      """
      residency
      """
    ),
    (
      65_536,
      """
      inline-bulk-status%l
      fetch-data-64%F offset%q length%q
      store-data-64%F%S offset%q length%q flen%q
      give-up-all-cbs
      get-caps
      cb-rx-conn-addr addr%u
      """
    ))

  /// The procedures that servers call at caches.
  static let callbackCalls = RxProcedures(
    (
      204,
      """
      callback%c
      initcb
      probe
      getlock
      getce
      xstatver
      getxstat
      initcb2
      whoareyou
      initcb3
      probeuuid afsuuid%U
      getsrvprefs
      getcellservdb
      getlocalcell
      getcacheconf
      """
    ),
    (
      65_536,
      """
      getce64
      getcellbynum
      tellmeaboutyourself
      """
    ))

  /// The procedures of the protection server: users and groups.
  static let protectionCalls = RxProcedures(
    (
      500,
      """
      new-user%s id%d oldid%d
      where-is-it id%d
      dump-entry pos%d
      add-to-group uid%d gid%d
      name-to-id%n
      id-to-name ids:%i
      delete id%d
      remove-from-group uid%d gid%d
      get-cps id%d
      new-entry%s flag%d oid%d
      list-max
      set-max id%d gflag%d
      list-entry id%d
      change-entry id%d%s oldid%d newid%d
      list-elements id%d
      same-mbr-of uid%d gid%d
      set-fld-sentry
      list-owned id%d
      get-cps2 id%d
      get-host-cps id%d
      update-entry id%d%s
      list-entries
      """
    ),
    (
      530,
      """
      list-super-groups id%d
      """
    ))

  /// The procedures of the authentication server.
  static let authenticationCalls = RxProcedures(
    (
      1,
      """
      auth-old principal%s%s
      change-pw principal%s%s
      get-ticket-old kvno%d domain%s%o principal%s%s
      set-pw principal%s%s kvno%d
      set-fields principal%s%s
      create-user principal%s%s
      delete-user principal%s%s
      get-entry principal%s%s
      list-entry
      get-stats
      debug
      get-pw name%s
      get-random-key
      unlock principal%s%s
      lock-status principal%s%s
      """
    ),
    (
      21,
      """
      authenticate principal%s%s
      authenticate-v2 principal%s%s
      get-ticket kvno%d domain%s%o principal%s%s
      """
    ))
}
