/** Places, ships, people and organisations of the emulated world; all of them invented. */
import type { Name } from './fill-template.ts';

/** gen: of the place, in: at the place ("в ..."), to: into it. */
export const places: readonly Name[] = [
  { ru: 'Вересковая Гавань', en: 'Heather Haven', gen: 'Вересковой Гавани', in: 'в Вересковой Гавани', to: 'в Вересковую Гавань' },
  { ru: 'Белый Плёс', en: 'White Reach', gen: 'Белого Плёса', in: 'в Белом Плёсе', to: 'в Белый Плёс' },
  { ru: 'Ольховец', en: 'Olkhovets', gen: 'Ольховца', in: 'в Ольховце', to: 'в Ольховец' },
  { ru: 'Северная Коса', en: 'North Spit', gen: 'Северной Косы', in: 'на Северной Косе', to: 'на Северную Косу' },
  { ru: 'Тихий Рейд', en: 'Quiet Roads', gen: 'Тихого Рейда', in: 'в Тихом Рейде', to: 'в Тихий Рейд' },
  { ru: 'Старобоково', en: 'Starobokovo', gen: 'Старобокова', in: 'в Старобокове', to: 'в Старобоково' },
  { ru: 'Меловая Пристань', en: 'Chalk Landing', gen: 'Меловой Пристани', in: 'в Меловой Пристани', to: 'в Меловую Пристань' },
  { ru: 'Брусничный Порог', en: 'Lingon Rapids', gen: 'Брусничного Порога', in: 'в Брусничном Пороге', to: 'в Брусничный Порог' },
  { ru: 'Заречинск', en: 'Zarechinsk', gen: 'Заречинска', in: 'в Заречинске', to: 'в Заречинск' },
  { ru: 'Янтарный Лог', en: 'Amber Hollow', gen: 'Янтарного Лога', in: 'в Янтарном Логе', to: 'в Янтарный Лог' },
];

export const ships: readonly Name[] = [
  { ru: '«Ветреница»', en: 'Vetrenitsa' },
  { ru: '«Капитан Лукошин»', en: 'Captain Lukoshin' },
  { ru: '«Рябина»', en: 'Ryabina' },
  { ru: '«Сутемь»', en: 'Sutem' },
  { ru: '«Полынья»', en: 'Polynya' },
  { ru: '«Герда Холм»', en: 'Gerda Holm' },
  { ru: '«Морошка»', en: 'Moroshka' },
  { ru: '«Второй Прилив»', en: 'Second Tide' },
  { ru: '«Анисья»', en: 'Anisya' },
  { ru: '«Медный Конь»', en: 'Copper Horse' },
];

export const people: readonly Name[] = [
  { ru: 'Таисия Вершок', en: 'Taisiya Vershok' },
  { ru: 'Глеб Осокорь', en: 'Gleb Osokor' },
  { ru: 'Марта Линдквест', en: 'Marta Lindquest' },
  { ru: 'Роман Сизых', en: 'Roman Sizykh' },
  { ru: 'Эмма Тарраск', en: 'Emma Tarrask' },
  { ru: 'Фёдор Плёсов', en: 'Fyodor Plyosov' },
  { ru: 'Нора Хеллик', en: 'Nora Hellick' },
  { ru: 'Захар Дробот', en: 'Zakhar Drobot' },
  { ru: 'Олаф Бреннике', en: 'Olaf Brennicke' },
  { ru: 'Вера Студёная', en: 'Vera Studyonaya' },
  { ru: 'Юна Карвас', en: 'Yuna Karvas' },
  { ru: 'Пётр Лещинка', en: 'Pyotr Leshchinka' },
];

/** Feminine in Russian ("компания"), so that verbs agree. */
export const companies: readonly Name[] = [
  { ru: '«Севертяга»', en: 'Severtyaga' },
  { ru: '«Сухой берег»', en: 'Dry Shore' },
  { ru: '«Норд-Ост Линия»', en: 'Nord-Ost Line' },
  { ru: '«Гарпун и сыновья»', en: 'Harpoon & Sons' },
  { ru: '«Три мачты»', en: 'Three Masts' },
  { ru: '«Ровный ток»', en: 'Even Current' },
  { ru: '«Заречная сеть»', en: 'Zarechnaya Grid' },
];

export const weekdays: readonly Name[] = [
  { ru: 'понедельник', en: 'Monday', on: 'в понедельник', to: 'на понедельник' },
  { ru: 'вторник', en: 'Tuesday', on: 'во вторник', to: 'на вторник' },
  { ru: 'среда', en: 'Wednesday', on: 'в среду', to: 'на среду' },
  { ru: 'четверг', en: 'Thursday', on: 'в четверг', to: 'на четверг' },
  { ru: 'пятница', en: 'Friday', on: 'в пятницу', to: 'на пятницу' },
  { ru: 'суббота', en: 'Saturday', on: 'в субботу', to: 'на субботу' },
];

export const months: readonly Name[] = [
  { ru: 'январь', en: 'January', by: 'к январю', in: 'в январе', gen: 'января' },
  { ru: 'март', en: 'March', by: 'к марту', in: 'в марте', gen: 'марта' },
  { ru: 'апрель', en: 'April', by: 'к апрелю', in: 'в апреле', gen: 'апреля' },
  { ru: 'июнь', en: 'June', by: 'к июню', in: 'в июне', gen: 'июня' },
  { ru: 'август', en: 'August', by: 'к августу', in: 'в августе', gen: 'августа' },
  { ru: 'октябрь', en: 'October', by: 'к октябрю', in: 'в октябре', gen: 'октября' },
  { ru: 'декабрь', en: 'December', by: 'к декабрю', in: 'в декабре', gen: 'декабря' },
];

export const programs: readonly string[] = [
  'Lattix',
  'Brookdb',
  'Pinecone-sh',
  'Tarn',
  'Quillstore',
  'Ferrite-ls',
  'Oxbow',
  'Marlinspike',
  'Dovetail',
  'Halyard',
];
export const libraries: readonly string[] = ['libsluice', 'parse-wharf', 'gull-http', 'tinybollard', 'yaml-keel', 'zipwright', 'fathom-auth', 'sextant-date'];
