// Opens a notebook at the cell that the address names (#cell-id=...). JupyterLab itself looks for the cell before the notebook is
// open, and finds nothing. Written by hand as the module container that JupyterLab expects: there is nothing to build.
(() => {
  const mark = location.hash;

  const show = (app, id) => {
    const panel = app.shell.currentWidget;
    const notebook = panel && panel.context && panel.content && panel.content.widgets ? panel.content : null;
    if (!notebook) return false;
    panel.context.ready.then(() => {
      const index = notebook.widgets.findIndex(cell => cell.model.id === id);
      if (index < 0) return;
      notebook.activeCellIndex = index;
      panel.setFragment(mark);
    });
    return true;
  };

  const plugin = {
    id: 'cakupan-cell:plugin',
    description: 'Opens a notebook at the cell that the address names.',
    autoStart: true,
    activate: app => {
      if (!mark.startsWith('#cell-id=')) return;
      const id = decodeURIComponent(mark.slice('#cell-id='.length));
      const once = () => { if (show(app, id)) app.shell.currentChanged.disconnect(once); };
      app.shell.currentChanged.connect(once);
      app.restored.then(once);
    },
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB['cakupan-cell'] = {
    init: () => undefined,
    get: () => Promise.resolve(() => ({ __esModule: true, default: plugin })),
  };
})();
