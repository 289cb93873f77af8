/// The style sheet of a page: light and dark, screen and paper.
///
/// The colours are Okabe and Ito's, which people with any kind of colour vision tell apart; texts have a contrast of at
/// least 4.5 to their ground (WCAG 2.2, section 1.4.3), and each curve has its own dashes.
enum PageStyle {
  static let sheet: StaticString = """
    :root{color-scheme:light dark;--ground:#fff;--raised:#f6f7f9;--ink:#1b1f24;--faint:#59626e;\
    --rule:#d7dce2;--blue:#0072b2;--red:#d55e00;--green:#009e73;--violet:#b0568b;--amber:#c98500;\
    --sky:#2f8fc4;--link:#005f96;--bad:#a33a00;--hatch:.34;--band:.2}
    @media(prefers-color-scheme:dark){:root{--ground:#14181d;--raised:#1d232a;--ink:#e7ebf0;\
    --faint:#a3adb9;--rule:#363f4a;--blue:#56b4e9;--red:#ff8a3d;--green:#3fcf9f;--violet:#e39cc5;\
    --amber:#f0b93a;--sky:#8fd0f5;--link:#8cc8f2;--bad:#ff9d66;--hatch:.4;--band:.28}}
    *{box-sizing:border-box}
    html{scroll-behavior:smooth}
    @media(prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
    body{margin:0 auto;max-width:1500px;padding:0 24px 60px;background:var(--ground);color:var(--ink);\
    font:15px/1.5 system-ui,"Segoe UI","DejaVu Sans",sans-serif}
    h1{font-size:1.7rem;line-height:1.25;margin:28px 0 4px;overflow-wrap:anywhere}
    h2{font-size:1.25rem;line-height:1.3;margin:44px 0 10px;padding-top:14px;border-top:2px solid var(--rule);\
    overflow-wrap:anywhere}
    h3{font-size:1rem;margin:14px 0 2px}
    p{margin:4px 0}
    a{color:var(--link)}
    .faint,figcaption{color:var(--faint)}
    h2 .faint{font-weight:400;font-size:1rem}
    header p{margin:0 0 10px;color:var(--faint)}
    nav{display:flex;flex-wrap:wrap;gap:4px 14px;padding:8px 0}
    nav .number{font-variant-numeric:tabular-nums}
    code,pre{font:13px/1.45 ui-monospace,"DejaVu Sans Mono",monospace}
    code{overflow-wrap:anywhere}
    pre{overflow:auto;margin:8px 0;padding:10px 12px;background:var(--raised);border-radius:6px}
    pre.alert{border-left:5px solid var(--red)}
    pre.watch{border-left-color:var(--amber)}
    bdi{unicode-bidi:isolate}
    .findings{list-style:none;margin:8px 0;padding:0}
    .finding{margin:8px 0;padding:8px 14px;background:var(--raised);border-left:5px solid var(--rule);\
    border-radius:4px}
    .finding.problem{border-left-color:var(--red)}
    .finding.notice{border-left-color:var(--amber)}
    .finding.info{border-left-color:var(--sky)}
    .severity{font-size:.78rem;font-weight:600;text-transform:uppercase;letter-spacing:.04em;color:var(--faint)}
    .problem .severity{color:var(--bad)}
    .finding dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;margin:6px 0}
    .finding dt{color:var(--faint);font-variant-numeric:tabular-nums}
    .finding dd{margin:0}
    .facts{display:flex;flex-wrap:wrap;gap:6px 28px;margin:12px 0}
    .facts dt{color:var(--faint);font-size:.82rem}
    .facts dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums}
    .story{max-width:100ch}
    details{margin:4px 0}
    summary{cursor:pointer;color:var(--link);width:max-content;max-width:100%}
    .scroll{overflow-x:auto;max-width:100%}
    table{border-collapse:collapse;font-size:.87rem;font-variant-numeric:tabular-nums}
    th,td{padding:4px 12px 4px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
    thead th{vertical-align:bottom;color:var(--faint);font-weight:600;white-space:nowrap}
    td.number,th.number{text-align:right;white-space:nowrap}
    th button{all:unset;cursor:pointer;font-weight:600;white-space:nowrap}
    th[aria-sort] button::after{content:" ▾"}
    th[aria-sort=ascending] button::after{content:" ▴"}
    .record th{font-weight:400;color:var(--faint)}
    .record td{overflow-wrap:anywhere}
    .spark{width:120px;height:24px;display:block}
    .limit-bar{width:120px;height:12px;vertical-align:middle}
    td .faint{white-space:nowrap}
    .sortable td:nth-child(2){min-width:15em}
    figure{margin:18px 0 0}
    .nothing{margin:8px 0}
    figcaption b{color:var(--ink)}
    .keys{display:flex;flex-wrap:wrap;gap:2px 18px;margin:2px 0 6px;padding:0;list-style:none;font-size:.82rem}
    .keys li{display:flex;align-items:center;gap:6px}
    .key{width:26px;height:12px;display:inline-block;position:relative}
    .chart{position:relative;margin:0 14px 26px 78px}
    .chart.bar{height:26px}.strip{height:44px}.lanes{height:74px}.low{height:120px}.middle{height:170px}.tall{height:280px}
    .chart svg{position:absolute;inset:0;width:100%;height:100%}
    .over{overflow:visible;pointer-events:none}
    .over use,.over rect{pointer-events:auto}
    svg text{fill:var(--faint);font-size:12px}
    .over .value{text-anchor:end}
    .over .times text{text-anchor:middle}
    .grid{stroke:var(--rule);stroke-width:1}
    .plot path{fill:none;stroke-width:1.6;vector-effect:non-scaling-stroke;stroke-linejoin:round}
    .c-segments{stroke:var(--ink);stroke-width:1.8!important}
    .c-retransmissions{stroke:var(--red);stroke-width:4!important}
    .c-acknowledged{stroke:var(--green)}
    .c-window-edge{stroke:var(--blue);stroke-dasharray:7 4}
    .c-sack{stroke:var(--amber);stroke-width:3!important}
    .c-cwnd{stroke:var(--blue);stroke-width:2.2!important}
    .plot .c-bounds{fill:var(--blue);fill-opacity:var(--band);stroke:none}
    .c-ssthresh{stroke:var(--violet);stroke-dasharray:2 4}
    .c-receive-window{stroke:var(--green);stroke-dasharray:9 4}
    .c-flight{stroke:var(--ink);stroke-width:1!important}
    .c-rtt{stroke:var(--blue);stroke-width:4!important;stroke-linecap:round}
    .c-srtt{stroke:var(--red);stroke-width:2!important}
    .c-rto{stroke:var(--violet);stroke-dasharray:8 3 2 3}
    .c-throughput{stroke:var(--blue)}
    .c-goodput{stroke:var(--green);stroke-dasharray:6 3}
    .c-all{stroke:var(--ink);stroke-width:1.2!important}
    .plot .c-band-tcp{fill:var(--blue);fill-opacity:.55;stroke:none}
    .plot .c-band-udp{fill:var(--amber);fill-opacity:.65;stroke:none}
    .plot .c-band-icmp{fill:var(--violet);fill-opacity:.65;stroke:none}
    .plot .c-band-other{fill:var(--green);fill-opacity:.55;stroke:none}
    .plot .c-strip{stroke-width:2;stroke-linecap:butt}
    .c-strip-retransmissions{stroke:var(--red)}.c-strip-losses{stroke:var(--amber)}
    .c-strip-zeroWindows{stroke:var(--violet)}.c-strip-failures{stroke:var(--ink)}
    .c-spark{fill:var(--blue);fill-opacity:.35;stroke:var(--blue);stroke-width:1;\
    vector-effect:non-scaling-stroke}
    .k-segments,.k-acknowledged,.k-window-edge,.k-cwnd,.k-ssthresh,.k-receive-window,.k-flight,.k-srtt,\
    .k-rto,.k-throughput,.k-goodput,.k-all{height:0;border-top:2px solid}
    .k-segments,.k-flight,.k-all{border-color:var(--ink)}
    .k-acknowledged{border-color:var(--green)}
    .k-window-edge{border-top-style:dashed;border-color:var(--blue)}
    .k-cwnd{border-top-width:3px;border-color:var(--blue)}
    .k-ssthresh{border-top-style:dotted;border-color:var(--violet)}
    .k-receive-window{border-top-style:dashed;border-color:var(--green)}
    .k-srtt{border-color:var(--red)}
    .k-rto{border-top-style:dashed;border-color:var(--violet)}
    .k-throughput{border-color:var(--blue)}
    .k-goodput{border-top-style:dashed;border-color:var(--green)}
    .k-retransmissions{height:4px;background:var(--red)}
    .k-sack{height:4px;background:var(--amber)}
    .k-rtt{width:8px;height:8px;border-radius:50%;background:var(--blue)}
    .k-bounds{background:var(--blue);opacity:.3}
    .k-band-tcp{background:var(--blue);opacity:.6}.k-band-udp{background:var(--amber);opacity:.7}
    .k-band-icmp{background:var(--violet);opacity:.7}.k-band-other{background:var(--green);opacity:.6}
    .k-strip-retransmissions{background:var(--red)}.k-strip-losses{background:var(--amber)}
    .k-strip-zeroWindows{background:var(--violet)}.k-strip-failures{background:var(--ink)}
    .glyph{fill:none;stroke-width:1.6}
    .full{fill:currentColor;fill-opacity:.55}
    use{stroke:currentColor}
    .m-loss{color:var(--red)}.m-bad{color:var(--violet)}.m-win{color:var(--blue)}.m-other{color:var(--faint)}
    .phase{opacity:var(--hatch)}.phase.s-idle,.phase.s-avoidance{opacity:.15}
    .ground{fill-opacity:.16}
    .hatch{stroke-width:1.6;fill:none}
    .p-slow-start,.p-pacing{fill:var(--green);stroke:var(--green)}
    .p-avoidance,.p-unknown{fill:var(--faint);stroke:var(--faint)}
    .p-recovery,.p-receive-window{fill:var(--amber);stroke:var(--amber)}
    .p-loss{fill:var(--red);stroke:var(--red)}
    .p-idle,.p-other,.p-application{fill:var(--violet);stroke:var(--violet)}
    .p-congestion-window{fill:var(--blue);stroke:var(--blue)}
    .p-sender-other{fill:var(--red);stroke:var(--red)}
    .ground{stroke:none}
    .s-slow-start{fill:url(#h-slow-start)}.s-avoidance{fill:url(#h-avoidance)}
    .s-recovery{fill:url(#h-recovery)}.s-loss{fill:url(#h-loss)}.s-idle{fill:url(#h-idle)}
    .s-other{fill:url(#h-other)}.s-congestion-window{fill:url(#h-congestion-window)}
    .s-receive-window{fill:url(#h-receive-window)}.s-application{fill:url(#h-application)}
    .s-pacing{fill:url(#h-pacing)}.s-sender-other{fill:url(#h-sender-other)}
    .s-unknown{fill:url(#h-unknown)}
    .sign{width:16px;height:16px;overflow:visible}
    .k-slow-start,.k-limit-pacing{border:1px solid var(--green);background:repeating-linear-gradient(135deg,\
    var(--green) 0 1.5px,transparent 1.5px 6px)}
    .k-avoidance,.k-limit-unknown{border:1px solid var(--faint)}
    .k-recovery{border:1px solid var(--amber);background:repeating-linear-gradient(45deg,var(--amber) 0 1.5px,transparent 1.5px 4px)}
    .k-loss,.k-limit-sender-other{border:1px solid var(--red);background:repeating-linear-gradient(90deg,\
    var(--red) 0 1.5px,transparent 1.5px 4px)}
    .k-idle,.k-other,.k-limit-application{border:1px solid var(--violet);background:repeating-linear-gradient(0deg,\
    var(--violet) 0 1px,transparent 1px 5px)}
    .k-limit-congestion-window{border:1px solid var(--blue);background:repeating-linear-gradient(135deg,\
    var(--blue) 0 1.5px,transparent 1.5px 4px)}
    .k-limit-receive-window{border:1px solid var(--amber);background:repeating-linear-gradient(45deg,\
    var(--amber) 0 1.5px,transparent 1.5px 4px)}
    .state{stroke:var(--ground);stroke-width:1}
    .t-open{fill:var(--green);fill-opacity:.3}.t-between{fill:var(--amber);fill-opacity:.35}
    .t-ended{fill:var(--faint);fill-opacity:.22}
    .over .lane{fill:var(--ink);pointer-events:none}
    .alert-span{fill:var(--red);fill-opacity:.2}
    .bars .bar{fill:var(--blue);fill-opacity:.7}.bars .value{text-anchor:end}
    .ladder svg{overflow:visible}
    .ladder .head{text-anchor:middle;fill:var(--ink);font-weight:600}
    .ladder .life{stroke:var(--rule);stroke-width:2}
    .ladder .arrow{stroke:var(--ink);stroke-width:1.3}
    .arrowhead{fill:context-stroke}
    .ladder .what{text-anchor:middle;fill:var(--ink);paint-order:stroke;stroke:var(--ground);stroke-width:3px}
    .ladder .fold{text-anchor:middle}
    .ladder .left{text-anchor:end}
    .ladder text.state{stroke:none;fill:var(--ink);font-size:11px;font-weight:600}
    .ladder .when{font-variant-numeric:tabular-nums}
    .ladder .a-loss{stroke:var(--red)}.ladder .a-bad{stroke:var(--violet)}.ladder .a-win{stroke:var(--blue)}
    .ladder text.a-loss,.ladder text.a-bad,.ladder text.a-win{stroke:var(--ground);font-weight:600}
    .defs{position:absolute}
    .numbers table{margin:4px 0 10px}
    .pictures:focus-visible,.scroll:focus-visible{outline:2px solid var(--blue);outline-offset:6px}
    .cursor,.choice{position:absolute;top:0;bottom:0;pointer-events:none}
    .cursor{width:1px;background:var(--ink)}
    .choice{background:var(--blue);opacity:.2}
    .readout{position:sticky;bottom:0;z-index:1;display:block;margin:0 -6px;padding:6px;\
    background:var(--raised);border-top:1px solid var(--rule);font-size:.85rem;\
    font-variant-numeric:tabular-nums;min-height:2.2em}
    .tools{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:8px 0}
    .tools button,.tools input{font:inherit;color:inherit;background:var(--raised);border:1px solid var(--faint);\
    border-radius:5px;padding:3px 10px}
    .tools button[aria-pressed=true]{background:var(--link);border-color:var(--link);color:var(--ground)}
    footer{margin-top:40px;color:var(--faint);font-size:.85rem}
    @media(max-width:700px){body{padding:0 12px 40px}.chart{margin-left:66px}}
    @media print{body{max-width:none;padding:0;font-size:11px}nav,.tools,.readout{display:none}\
    figure,.finding,tr{break-inside:avoid}a{color:inherit;text-decoration:none}section.connection{break-before:page}}
    """
}
