import { describe, expect, it } from '@jest/globals';
import { cleanStyle } from './clean-style.js';

describe('styles of a mail', () => {
  it.each([
    ['color:red; font-family:"Segoe UI",Arial; margin:0 0 8px', 'color:red;font-family:"Segoe UI",Arial;margin:0 0 8px'],
    ['background:#fff url(https://x/a.png) no-repeat top left', 'background-color:#fff'],
    ['background:rgb(1, 2, 3)', 'background-color:rgb(1, 2, 3)'],
    ['BACKGROUND: White', 'background-color:White'],
    ['color:rgba(0,0,0,.5)!important', 'color:rgba(0,0,0,.5)!important'],
    ['vertical-align:-2px', 'vertical-align:-2px'],
  ])('%s stays as %s', (style, wanted) => {
    expect(cleanStyle(style).style).toBe(wanted);
  });

  it.each([
    'position:fixed',
    'position:absolute;top:0;z-index:9999',
    'margin:-500px',
    'margin-left: -9999px',
    'margin:0 -20px',
    'margin:calc(0px - 500px)',
    'margin:min(-1px,0px)',
    'text-indent:-.5em',
    'transform:translate(-100px)',
    'width:expression(alert(1))',
    'behavior:url(x.htc)',
    '-moz-binding:url(//x)',
    'color:\\72 ed',
    'wi\\64th:1px',
    'color:/*x*/red',
    'list-style-image:url(x)',
    'content:attr(href)',
    'color:var(--x)',
    'float:left',
    'filter:url(#x)',
    'animation:x 1s',
    'background:element(#x)',
    'background:image-set("https://x" 1x)',
    'color:url(x)',
    'width:1px}body{color:red',
  ])('%s is left out', (style) => {
    expect(cleanStyle(style).style).toBe('');
  });

  it('finds the picture behind, also beside semicolons, and leaves the rest', () => {
    expect(cleanStyle(`background-image:url( 'https://x/a;b.png' );color:red`)).toEqual({
      style: 'color:red',
      background: 'https://x/a;b.png',
    });
    expect(cleanStyle('background:url(https://x').background).toBeNull();
  });
});
