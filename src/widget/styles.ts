/**
 * Everything is inside one box that starts from the initial values, because styles of the page reach the element and are
 * inherited from it. Custom properties pass through, and are how a page changes the looks.
 */
export const STYLES = `
:host{display:block}
:host([hidden]),[hidden]{display:none!important}
.box{all:initial;display:block;position:relative;font:var(--sotto-font,500 15px/1.25 system-ui,sans-serif);color:var(--sotto-color,#14181c)}
ul{display:flex;flex-wrap:wrap;gap:var(--sotto-gap,8px);margin:0;padding:0;list-style:none}
a,button,input,.menu ul{box-sizing:border-box;border:1px solid var(--sotto-border,#7f878f);border-radius:var(--sotto-radius,6px);background:var(--sotto-background,#fff);color:inherit;font:inherit}
a,button{display:inline-flex;align-items:center;justify-content:center;gap:8px;min-width:44px;min-height:44px;padding:8px 14px;text-decoration:none;cursor:pointer}
a:hover,button:hover{background:var(--sotto-hover,#e9ebee)}
:focus-visible{outline:3px solid var(--sotto-focus,#0b57d0);outline-offset:2px}
svg{flex:none;width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.icons a{flex-direction:column;gap:4px;min-width:72px;padding:8px 12px;border-color:transparent}
.menu ul{position:absolute;z-index:9;flex-direction:column;gap:0;margin-top:4px;padding:4px}
.menu a{width:100%;justify-content:start;border-color:transparent}
p,input{margin:8px 0 0}
p:empty{margin:0}
input{width:100%;min-height:44px;padding:8px}
`;
