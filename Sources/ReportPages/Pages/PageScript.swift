/// The script of a page: zoom, a cursor over all pictures of a connection, sorting, filtering, a switch of directions.
///
/// Without it the page is complete. It loads nothing and keeps nothing.
enum PageScript {
  static let text: StaticString = #"""
    "use strict";(()=>{
    const UNITS=20000,all=(node,query)=>[...node.querySelectorAll(query)];
    const make=(name,style,text)=>{const node=document.createElement(name);if(style)node.className=style;
      if(text!==undefined)node.textContent=text;return node};
    const trim=(value,digits)=>String(Number(value.toFixed(digits)));
    const scaled=(value,names)=>{let index=0;while(Math.abs(value)>=999.5&&index<names.length-1){value/=1000;index++}
      return trim(value,Math.abs(value)>=100?0:2)+" "+names[index]};
    const shown=(value,unit)=>unit==="bytes"?scaled(value,["B","kB","MB","GB","TB"]):
      unit==="bit/s"?scaled(value,["b/s","kb/s","Mb/s","Gb/s"]):
      unit==="seconds"?(Math.abs(value)<1?scaled(value*1e6,["µs","ms"]):trim(value,3)+" s"):trim(value,2);

    // The points of a curve, from the steps of its outline.
    const points=path=>{if(path.points)return path.points;const list=[];let x=0,y=0;
      for(const [,step,rest] of path.getAttribute("d").matchAll(/([Mmlhv])([^Mmlhvz]*)/g)){
        const numbers=(rest.match(/-?\d+/g)||[]).map(Number);
        if(step==="h")x+=numbers[0];else if(step==="v")y+=numbers[0];
        else{x+=numbers[0];y+=numbers[1]}list.push([x,y])}
      return path.points=list};
    const valueAt=(path,x)=>{const list=points(path);let low=0,high=list.length;
      while(low<high){const middle=low+high>>1;if(list[middle][0]<=x)low=middle+1;else high=middle}
      return low?list[low-1][1]:null};

    class Pictures{
      constructor(root){
        this.root=root;this.from=0;this.to=1;this.at=null;
        this.left=Number(root.dataset.left);this.right=Number(root.dataset.right);
        this.charts=all(root,".chart");this.cursors=this.charts.map(chart=>chart.appendChild(make("div","cursor")));
        this.cursors.forEach(cursor=>cursor.hidden=true);
        this.moving=all(root,".over use,.over rect.span,.over text.lane").map(node=>({node,
          x:parseFloat(node.getAttribute("x"))/100,width:parseFloat(node.getAttribute("width"))/100||0,
          isSpan:node.tagName==="rect"}));
        this.events=all(root,"[data-event]").map(node=>({x:parseFloat(node.getAttribute("x"))/100,
          text:"#"+node.dataset.packet+" "+node.dataset.event.replaceAll("_"," ")})).sort((a,b)=>a.x-b.x);
        this.readout=root.appendChild(make("output","readout"));this.readout.setAttribute("aria-live","polite");
        this.hint();
        root.addEventListener("keydown",event=>this.key(event));
        this.charts.forEach(chart=>this.listen(chart))}
      hint(){this.readout.textContent="Drag to zoom, double-click to see all. Keys: ← → cursor, + − 0 zoom, [ ] events."}
      seconds(share){return this.left+(this.right-this.left)*share}
      listen(chart){
        let start=null,choice=null;
        const share=event=>{const box=chart.getBoundingClientRect();
          return this.from+(this.to-this.from)*Math.min(1,Math.max(0,(event.clientX-box.left)/box.width))};
        chart.addEventListener("pointerdown",event=>{if(event.button)return;start=share(event);
          chart.setPointerCapture(event.pointerId)});
        chart.addEventListener("pointermove",event=>{const now=share(event);this.move(now);if(start===null)return;
          if(!choice)choice=chart.appendChild(make("div","choice"));
          const [low,high]=[Math.min(start,now),Math.max(start,now)].map(x=>(x-this.from)/(this.to-this.from)*100);
          choice.style.left=low+"%";choice.style.width=high-low+"%"});
        chart.addEventListener("pointerup",event=>{if(start===null)return;const end=share(event),first=start;start=null;
          if(choice){choice.remove();choice=null}
          if(Math.abs(end-first)>(this.to-this.from)*.01)this.zoom(Math.min(first,end),Math.max(first,end))});
        chart.addEventListener("pointercancel",()=>{start=null;if(choice)choice.remove();choice=null});
        chart.addEventListener("dblclick",()=>this.zoom(0,1))}
      key(event){
        if(event.ctrlKey||event.metaKey||event.altKey||event.target.closest("button,input,summary"))return;
        const view=this.to-this.from,at=this.at??(this.from+this.to)/2,step=view*(event.shiftKey?.1:.01);
        const shrink=factor=>{const low=Math.max(0,at-(at-this.from)*factor);this.zoom(low,Math.min(1,low+view*factor))};
        const next=this.events.find(e=>e.x>at+1e-6),before=this.events.findLast(e=>e.x<at-1e-6);
        switch(event.key){
        case"ArrowRight":this.move(at+step);break;
        case"ArrowLeft":this.move(at-step);break;
        case"Home":this.move(0);break;
        case"End":this.move(1);break;
        case"+":case"=":shrink(.5);break;
        case"-":shrink(2);break;
        case"0":this.zoom(0,1);break;
        case"]":if(next)this.move(next.x,next.text);break;
        case"[":if(before)this.move(before.x,before.text);break;
        default:return}
        event.preventDefault()}
      move(at,text){
        this.at=at=Math.min(1,Math.max(0,at));
        const view=this.to-this.from;
        if(at<this.from||at>this.to){const low=Math.min(1-view,Math.max(0,at-view/2));this.zoom(low,low+view)}
        const place=(at-this.from)/(this.to-this.from)*100+"%";
        this.cursors.forEach(cursor=>{cursor.hidden=false;cursor.style.left=place});
        const parts=[this.seconds(at).toPrecision(7).replace(/\.?0+$/,"")+" s"];
        for(const plot of all(this.root,".plot[data-unit]")){
          const bottom=Number(plot.dataset.bottom),top=Number(plot.dataset.top);
          for(const path of all(plot,"[data-series]")){
            if(["segments","sack","retransmissions"].includes(path.dataset.series))continue;
            const y=valueAt(path,at*UNITS);
            if(y!==null)parts.push(path.dataset.series.replaceAll("-"," ")+" "+
              shown(bottom+(1000-y)/1000*(top-bottom),plot.dataset.unit))}}
        if(text)parts.splice(1,0,text);
        if(this.command)parts.push(this.command);
        this.readout.textContent=parts.join(" · ")}
      zoom(from,to){
        const least=1e-6;if(to-from<least){const middle=(from+to)/2;from=middle-least/2;to=middle+least/2}
        from=Math.max(0,from);to=Math.min(1,to);this.from=from;this.to=to;
        const view=to-from,place=share=>(share-from)/view;
        for(const plot of all(this.root,".plot"))plot.setAttribute("viewBox",`${from*UNITS} 0 ${view*UNITS} 1000`);
        for(const {node,x,width,isSpan} of this.moving){
          if(isSpan){const low=Math.max(0,place(x)),high=Math.min(1,place(x+width));
            node.setAttribute("x",low*100+"%");node.setAttribute("width",Math.max(0,high-low)*100+"%")}
          else{const at=place(x);node.setAttribute("x",at*100+"%");
            node.setAttribute("visibility",at<-.001||at>1.001?"hidden":"visible")}}
        this.ticks();
        const offset=Number(this.root.dataset.offset),connection=this.root.closest("[data-connection]");
        this.command=view<.1&&connection&&!Number.isNaN(offset)?"more: tcpinspect report --connection "+
          connection.dataset.connection+" --from "+trim(offset+this.seconds(from),6)+" --to "+
          trim(offset+this.seconds(to),6):null;
        if(this.at!==null)this.move(Math.min(to,Math.max(from,this.at)));else this.hint()}
      ticks(){
        const length=this.seconds(this.to)-this.seconds(this.from);
        const [unit,scale]=length>=.5?["s",1]:length>=.5e-3?["ms",1e3]:["µs",1e6];
        const start=this.seconds(this.from)*scale,end=this.seconds(this.to)*scale,least=(end-start)/6;
        const power=10**Math.floor(Math.log10(least)),step=[1,2,5,10].map(n=>n*power).find(n=>n>=least*.9999);
        const digits=Math.max(0,-Math.floor(Math.log10(step)+1e-9));
        for(const group of all(this.root,".times")){
          const model=group.firstElementChild;if(!model)continue;const list=[];
          for(let n=Math.ceil(start/step);n*step<=end&&list.length<20;n++){
            const text=model.cloneNode(false);text.setAttribute("x",(n*step-start)/(end-start)*100+"%");
            text.textContent=trim(n*step,Math.min(digits,9))+" "+unit;list.push(text)}
          if(list.length)group.replaceChildren(...list)}}}
    all(document,".pictures").forEach(root=>new Pictures(root));

    // Tables are sorted by the value of a cell, or by its text.
    for(const table of all(document,".sortable")){
      all(table,"thead th").forEach((head,column)=>{
        const button=make("button","",head.textContent);button.type="button";head.replaceChildren(button);
        button.addEventListener("click",()=>{
          const isDown=head.getAttribute("aria-sort")!=="descending",body=table.tBodies[0];
          all(table,"thead th").forEach(other=>other.removeAttribute("aria-sort"));
          head.setAttribute("aria-sort",isDown?"descending":"ascending");
          const value=row=>{const cell=row.cells[column],text=cell?.dataset.value??"";
            return text==="null"?-Infinity:text===""||Number.isNaN(Number(text))?cell?.textContent??"":Number(text)};
          const order=(a,b)=>typeof a==="number"&&typeof b==="number"?b-a:String(b).localeCompare(String(a));
          body.append(...[...body.rows].sort((a,b)=>order(value(a),value(b))*(isDown?1:-1)))})})}

    // Connections are filtered by what their row or their heading says.
    const table=document.querySelector("#connections .scroll");
    if(table){
      const tools=make("div","tools"),label=make("label","","Filter connections "),input=make("input");
      input.type="search";input.placeholder="address, port, name, result";label.append(input);
      const count=make("span","faint");count.setAttribute("aria-live","polite");tools.append(label,count);table.before(tools);
      input.addEventListener("input",()=>{
        const words=input.value.toLowerCase().split(/\s+/).filter(Boolean);
        const fits=text=>words.every(word=>text.toLowerCase().includes(word));let number=0;
        for(const row of table.querySelector("tbody").rows){row.hidden=!fits(row.textContent);number+=!row.hidden}
        for(const section of all(document,"section.connection")){
          const row=table.querySelector(`a[href="#${section.id}"]`)?.closest("tr");section.hidden=!!row&&row.hidden}
        count.textContent=words.length?number+" shown":""})}

    // Of two directions one is shown, and the other one by a button.
    for(const section of all(document,"section.connection")){
      const blocks=all(section,".pictures");if(blocks.length<2)continue;
      const tools=make("div","tools");tools.setAttribute("role","group");tools.setAttribute("aria-label","Direction");
      const buttons=blocks.map(block=>{
        const button=make("button","","Data of the "+block.dataset.direction);button.type="button";tools.append(button);
        button.addEventListener("click",()=>choose(block));return button});
      const choose=chosen=>blocks.forEach((block,index)=>{block.hidden=block!==chosen;
        buttons[index].setAttribute("aria-pressed",String(block===chosen))});
      blocks[0].before(tools);choose(blocks[0]);
      addEventListener("beforeprint",()=>blocks.forEach(block=>block.hidden=false))}
    })();
    """#
}
