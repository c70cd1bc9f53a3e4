// Dragging a card does what its menu does, and nothing else: a column takes what the menu leads to.
let dragged = null;
const move = (card, state) => card.querySelector(`[data-to="${state}"]`);
const clear = () => { for (const column of document.querySelectorAll('.is-target')) column.classList.remove('is-target'); };

document.addEventListener('dragstart', (event) => {
  dragged = event.target.closest?.('[data-card]');
  if (!dragged) return;
  dragged.classList.add('is-dragged');
  event.dataTransfer.effectAllowed = 'move';
  event.dataTransfer.setData('text/plain', dragged.dataset.card);
});

document.addEventListener('dragover', (event) => {
  const column = event.target.closest?.('[data-column]');
  clear();
  if (!dragged || !column || !move(dragged, column.dataset.column)) return;
  event.preventDefault();
  column.classList.add('is-target');
});

document.addEventListener('drop', (event) => {
  const column = event.target.closest?.('[data-column]');
  const way = dragged && column && move(dragged, column.dataset.column);
  if (!way) return;
  event.preventDefault();
  document.getElementById('moved').textContent = `${dragged.dataset.card}: ${way.textContent}`;
  way.click();
});

document.addEventListener('dragend', () => { dragged?.classList.remove('is-dragged'); dragged = null; clear(); });
