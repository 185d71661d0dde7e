#include "html/html_style.h"

namespace chainlint::report {

std::string_view html_style() {
  return R"css(
:root{color-scheme:light dark;--bg:#f4f5f8;--card:#fff;--sunk:#f0f2f6;--line:#d6dbe4;--text:#1a2130;--soft:#525d6e;--link:#1b57a6;
--error:#a8201a;--error-bg:#fdecea;--warning:#7a4a00;--warning-bg:#fff3d9;--note:#1b57a6;--note-bg:#e8f0fb;--good:#17673a;--good-bg:#e5f5ea;
--bar:#5b7db1;--bar-edge:#3d5c8c}
@media (prefers-color-scheme:dark){:root{--bg:#10141b;--card:#181e28;--sunk:#202836;--line:#343f50;--text:#e7ebf2;--soft:#a7b2c2;--link:#8fbcff;
--error:#ff9d94;--error-bg:#43201f;--warning:#f3c266;--warning-bg:#3b2f16;--note:#93c0ff;--note-bg:#1b2d47;--good:#7ed8a2;--good-bg:#17361f;
--bar:#5f84bd;--bar-edge:#9dbbe8}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main,.top,.foot{max-width:72rem;margin:0 auto;padding:0 1.25rem}
.top{padding-top:2rem}.foot{padding-bottom:2.5rem;color:var(--soft);font-size:.875rem}
h1{font-size:1.75rem;line-height:1.25;margin:.25rem 0 .75rem;text-wrap:balance}
h2{font-size:1.3rem;margin:2.25rem 0 .75rem}h3{font-size:1.1rem;margin:0;overflow-wrap:anywhere}
h4{font-size:.8125rem;letter-spacing:.04em;text-transform:uppercase;color:var(--soft);margin:1.5rem 0 .5rem}
p{margin:.4rem 0}a{color:var(--link)}a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}
time{white-space:nowrap}code{font:.875em/1.45 ui-monospace,"SF Mono",Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
bdi,p,td,th,li,dd,summary,.who{overflow-wrap:anywhere}.soft{color:var(--soft)}.small{font-size:.875rem}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:1}
.brand{color:var(--soft);font-weight:600;margin:0}
.tiles{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0;padding:0;list-style:none}
.tiles li{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.5rem .9rem;min-width:6.2rem;color:var(--soft);font-size:.875rem}
.tiles b{display:block;font-size:1.5rem;line-height:1.2;color:var(--text);font-variant-numeric:tabular-nums}
.tiles .error b{color:var(--error)}.tiles .warning b{color:var(--warning)}.tiles .note b{color:var(--note)}.tiles .good b{color:var(--good)}
.badge{display:inline-flex;align-items:center;gap:.35em;padding:.05em .6em .05em .4em;border-radius:1em;font-size:.8125rem;font-weight:600;white-space:nowrap;
background:var(--sunk);color:var(--soft);border:1px solid currentColor}
.badge::before{content:"–";content:"–" / "";font-weight:800;min-width:.9em;text-align:center}.error.badge::before,.breaks.badge::before{content:"✕";content:"✕" / ""}
.warning.badge::before{content:"!";content:"!" / ""}.note.badge::before{content:"i";content:"i" / ""}.good.badge::before{content:"✓";content:"✓" / ""}
.error.badge,.breaks.badge{background:var(--error-bg);color:var(--error)}.warning.badge{background:var(--warning-bg);color:var(--warning)}
.note.badge{background:var(--note-bg);color:var(--note)}.good.badge{background:var(--good-bg);color:var(--good)}
.card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.25rem;margin:.75rem 0}
.bundle{padding:0;border-left-width:5px;content-visibility:auto;contain-intrinsic-size:auto 900px}
.bundle.error{border-left-color:var(--error)}.bundle.warning{border-left-color:var(--warning)}.bundle.note{border-left-color:var(--note)}
.bundle.good{border-left-color:var(--good)}
.bundle>summary{padding:.9rem 1.25rem;display:flex;flex-wrap:wrap;gap:.3rem .7rem;align-items:baseline}
.bundle>summary::before{content:"▸";color:var(--soft)}.bundle[open]>summary::before{content:"▾"}
.bundle>summary h3{flex:1 1 16rem}.body{overflow-x:clip;padding:0 1.25rem 1.25rem;scroll-margin-top:5rem}
summary{cursor:pointer;list-style-position:inside}.bundle>summary::-webkit-details-marker{display:none}.bundle>summary{list-style:none}
details.fold{margin:.5rem 0}details.fold>summary{color:var(--link)}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .7rem;border-bottom:1px solid var(--line)}
thead th{color:var(--soft);font-size:.8125rem;font-weight:600;white-space:nowrap}tbody th{font-weight:600}th .soft{font-weight:400}td.num,th.num{text-align:right;font-variant-numeric:tabular-nums}
tr:last-child>td,tr:last-child>th{border-bottom:0}.when{white-space:nowrap}.when .small{display:block;color:var(--soft)}
.stack th{min-width:9rem}.events td.num,.events .when{width:1%}
.chains{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,19rem),1fr));gap:1rem 2rem}
.chain{list-style:none;margin:0;padding:0}.chain>li{position:relative}
.chain>li+li{margin-top:1.9rem}.chain>li+li::before{content:"↓ issued by";position:absolute;top:-1.65rem;left:1rem;color:var(--soft);font-size:.8125rem}
.chain.plain>li+li::before{content:"then";}
.cert{border:1px solid var(--line);border-radius:.5rem;background:var(--sunk);padding:.55rem .8rem}.cert.bad{border-color:var(--error)}
.cert.gone{border:2px dashed var(--error);background:none}.cert.open{border:2px dashed var(--warning);background:none}
.cert .role{color:var(--soft);font-size:.8125rem;display:flex;gap:.5rem;flex-wrap:wrap;justify-content:space-between}.cert .who{font-weight:600}
.cert .flaw{color:var(--warning);font-weight:600;font-size:.875rem}
.cause{border-left-width:5px}.cause.error{border-left-color:var(--error)}.cause.warning{border-left-color:var(--warning)}.cause.note{border-left-color:var(--note)}
.item{border-top:1px solid var(--line);padding:.6rem 0}.fix{border-left:3px solid var(--good);padding:.1rem 0 .1rem .7rem;margin:.5rem 0}.fix ol{margin:.1rem 0;padding-left:1.4rem}.fix .choice{list-style-type:disc;counter-increment:list-item 0}
.scope{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:1rem 2rem}.scope h3{margin-bottom:.4rem}.bad{color:var(--error)}
section>h3{margin:1.25rem 0 .4rem}.filter{display:block;margin:.5rem 0}.filter input{font:inherit;padding:.2rem .5rem;color:var(--text);background:var(--card);
border:1px solid var(--soft);border-radius:.4rem}th button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-decoration:underline dotted}
[aria-sort=ascending] button::after{content:" ▲"}[aria-sort=descending] button::after{content:" ▼"}tr[id]{scroll-margin-top:2rem}
.inventory{table-layout:fixed}.inventory th:nth-child(1),.inventory th:nth-child(4){width:25%}.inventory th:nth-child(2){width:18%}.inventory th:nth-child(3){width:12%}
.inventory tbody th{font-weight:400}.inventory dl.facts{grid-template-columns:1fr;gap:0}.inventory dl.facts dd{margin-bottom:.3rem}.signoff{display:none}
ul.lines{margin:.25rem 0;padding-left:1.2rem}ol.steps>li{margin:.6rem 0}
.cmd{background:var(--sunk);border-radius:.4rem;padding:.5rem .7rem;margin:.3rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
dl.facts{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.25rem 1rem;margin:0}dl.facts dt{color:var(--soft)}dl.facts dd{margin:0;min-width:0}
figure{margin:.5rem 0}figcaption{color:var(--soft);font-size:.875rem}
svg.time{display:block;width:100%;overflow:visible;font-family:inherit;font-size:13px}
svg.time text{fill:var(--text);stroke:var(--card);stroke-width:4px;stroke-linejoin:round;paint-order:stroke;unicode-bidi:isolate}svg.time .on{fill:var(--card);stroke:none;font-size:11px}svg.time .dim{fill:var(--soft);font-size:12px}svg.time .grid{stroke:var(--line)}
svg.time .bar{fill:var(--bar)}svg.time .bar.root{fill:var(--soft)}svg.time .now{stroke:var(--text);stroke-width:2}svg.time .tick{stroke:var(--soft);stroke-dasharray:3 3}
svg.time .good{fill:var(--good-bg);stroke:var(--good)}svg.time .note{fill:url(#p-note);stroke:var(--note)}
svg.time .warning{fill:url(#p-warning);stroke:var(--warning)}svg.time .error{fill:url(#p-error);stroke:var(--error)}
svg.time .plate{fill:var(--card);stroke:none}svg.time .word{font-weight:700;font-size:12px}
svg.time .word.good{fill:var(--good);stroke:none}svg.time .word.note{fill:var(--note);stroke:none}svg.time .word.warning{fill:var(--warning);stroke:none}
svg.time .word.error{fill:var(--error);stroke:none}
svg.time .mark{fill:var(--card);stroke-width:1.5}svg.time .mark.good,svg.time .mark.note,svg.time .mark.warning,svg.time .mark.error{fill:var(--card)}
svg.time .no{stroke:none;font-weight:700;font-size:11px}
.defs{position:absolute;width:0;height:0}
.defs .e{fill:var(--error-bg)}.defs .w{fill:var(--warning-bg)}.defs .n{fill:var(--note-bg)}
.defs .es{stroke:var(--error);stroke-width:2}.defs .ws{stroke:var(--warning);stroke-width:1.5}.defs .nd{fill:var(--note)}
@media (max-width:40rem){h1{font-size:1.4rem}main,.top,.foot{padding-left:.8rem;padding-right:.8rem}.opt{display:none}
.card{padding:.8rem .9rem}.bundle{padding:0}.bundle>summary{padding:.8rem .9rem}.body{padding:0 .9rem 1rem}th,td{padding:.4rem .45rem}
dl.facts{grid-template-columns:1fr;gap:0}dl.facts dd{margin-bottom:.5rem}.tiles li{flex:1 1 5.5rem;min-width:5.5rem}svg.time .opt{display:none}
.when{white-space:normal}
.stack,.stack tbody,.stack tr,.stack td,.stack th{display:block}.stack thead{display:none}.stack tr{padding:.6rem 0;border-bottom:1px solid var(--line)}
.stack tr:last-child{border-bottom:0}.stack tbody td,.stack tbody th{padding:.1rem 0;border:0}.stack [data-label]::before{content:attr(data-label) ": ";color:var(--soft)}}
@page{size:A4;margin:15mm}
@media print{:root{color-scheme:light;--bg:#fff;--card:#fff;--sunk:#f0f2f6;--line:#d6dbe4;--text:#1a2130;--soft:#525d6e;--link:#1b57a6;
--error:#a8201a;--error-bg:#fdecea;--warning:#7a4a00;--warning-bg:#fff3d9;--note:#1b57a6;--note-bg:#e8f0fb;--good:#17673a;--good-bg:#e5f5ea;
--bar:#5b7db1;--bar-edge:#3d5c8c}
body{font-size:9.5pt}main,.top,.foot{max-width:none;padding:0}.bundle{content-visibility:visible}.cert,tr,figure,.tiles,.signoff{break-inside:avoid}
h1,h2,h3,h4,summary,thead{break-after:avoid}thead{display:table-header-group}.cause>h3,.cause>p{break-after:avoid}p,li{orphans:3;widows:3}
details::details-content{content-visibility:visible;height:auto}.skip,.filter{display:none}a{color:inherit;text-decoration:none}th button{text-decoration:none}
table{font-size:8.5pt}.small,code{font-size:8pt}.stack th{min-width:0}
.bundle>summary::before{content:""}.signoff{display:block;margin-top:2rem}.signoff td,.signoff tr:last-child td{width:75%;height:2.6rem;border-bottom:1px solid #000}
summary{list-style:none}.inventory,.inventory tbody,.inventory tr,.inventory td,.inventory th{display:block}.inventory thead{display:none}
.inventory tbody th:nth-child(n),.inventory tbody td{width:auto;padding:.1rem 0;border:0}.inventory tr{padding:.5rem 0;border-bottom:1px solid var(--line)}
.inventory [data-label]::before{content:attr(data-label) ": ";color:var(--soft)}.inventory dl.facts{grid-template-columns:9rem 1fr;gap:.1rem 1rem}.inventory dl.facts dd{margin:0}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
)css";
}

std::string_view html_script() {
  return R"js(
(function(){
var d=document;
d.querySelectorAll("section.fleet").forEach(function(s){
  var rows=s.querySelectorAll(":scope table.stack>tbody>tr");
  if(8>rows.length)return;
  var l=d.createElement("label"),i=d.createElement("input"),o=d.createElement("span");
  i.type="search";o.setAttribute("role","status");l.className="filter";l.append("Filter ",i,o);s.querySelector("h2").after(l);
  i.addEventListener("input",function(){
    var q=i.value.toLowerCase(),n=0;
    rows.forEach(function(r){r.hidden=!r.textContent.toLowerCase().includes(q);if(!r.hidden)n++});
    s.querySelectorAll("details.rows").forEach(function(e){if(q)e.open=true});
    o.textContent=q?" "+n+" of "+rows.length+" rows":"";
  });
});
d.querySelectorAll("section.fleet table.stack").forEach(function(t){
  if(2>t.tBodies[0].rows.length)return;
  Array.from(t.tHead.rows[0].cells).forEach(function(h,c){
    var b=d.createElement("button");
    b.type="button";b.append(h.textContent);h.replaceChildren(b);
    b.addEventListener("click",function(){
      var up=h.getAttribute("aria-sort")!=="ascending";
      t.querySelectorAll("[aria-sort]").forEach(function(x){x.removeAttribute("aria-sort")});
      h.setAttribute("aria-sort",up?"ascending":"descending");
      var key=function(r){return r.cells[c].dataset.sort||r.cells[c].textContent},by=new Intl.Collator("en",{numeric:true});
      Array.from(t.tBodies[0].rows).sort(function(a,b){return by.compare(key(a),key(b))*(up?1:-1)}).forEach(function(r){t.tBodies[0].append(r)});
    });
  });
});
})();
)js";
}

std::string_view html_patterns() {
  return "<svg class=\"defs\" aria-hidden=\"true\" focusable=\"false\"><defs>"
         "<pattern id=\"p-error\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect class=\"e\" width=\"8\" height=\"8\"/>"
         "<path class=\"es\" d=\"M0 0L8 8M8 0L0 8\"/></pattern>"
         "<pattern id=\"p-warning\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect class=\"w\" width=\"8\" height=\"8\"/>"
         "<path class=\"ws\" d=\"M-2 2L2 -2M0 8L8 0M6 10L10 6\"/></pattern>"
         "<pattern id=\"p-note\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect class=\"n\" width=\"8\" height=\"8\"/>"
         "<circle class=\"nd\" cx=\"4\" cy=\"4\" r=\"1.2\"/></pattern></defs></svg>\n";
}

}  // namespace chainlint::report
